using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CivicPlatform.Funds.Calculators;

namespace CivicPlatform.Funds.CostAgreements;

/// <summary>The figures of one version: terms, and one line for every household (RAISE-20, RAISE-23).</summary>
/// <remarks>Pure; Σ pays + <see cref="Gap"/> = net cost, to the fen.</remarks>
public sealed class CostSheet
{
    private CostSheet(CostTerms terms, IReadOnlyList<CostLine> lines)
    {
        (Terms, Lines) = (terms, lines);
        Gap = terms.Heads.Net - new Money(lines.Sum(line => line.Pays.Fen));
    }

    public CostTerms Terms { get; }

    /// <summary>In natural order of the rooms.</summary>
    public IReadOnlyList<CostLine> Lines { get; }

    public Money NetCost => Terms.Heads.Net;

    /// <summary>What nobody has taken over; signed is only what leaves none.</summary>
    public Money Gap { get; }

    /// <summary>Weighs, shares and splits again; every unit of the place has its choice, and no other.</summary>
    public static Result<CostSheet> Of(
        CostTerms terms, IReadOnlyList<CostUnit> units, IReadOnlyDictionary<Guid, CostChoice> choices)
    {
        if (terms.Heads.Net <= Money.Zero) return AgreementErrors.NothingToShare(terms.Heads.Net);
        if (choices.Count != units.Count || units.Any(unit => !choices.ContainsKey(unit.UnitId)))
            return AgreementErrors.HouseholdsDiffer;
        CostUnit[] sorted = [.. units.OrderBy(unit => unit.Key, NaturalOrder.Instance)];
        var households = new List<CostHousehold>(sorted.Length);
        foreach (var unit in sorted)
        {
            var weighed = terms.Floors.Of(unit.Floor, unit.Area);
            if (!weighed.Succeeded(out var weight, out var unweighed)) return unweighed;
            var choice = choices[unit.UnitId];
            households.Add(new CostHousehold(unit.Key, weight, choice.Participation, choice.Extra));
        }

        var split = CostShares.Split(terms.Heads.Net, households);
        if (!split.Succeeded(out var shares, out var error)) return error;
        return new CostSheet(terms, [.. sorted.Select((unit, i) => new CostLine(unit, households[i].Weight,
            choices[unit.UnitId], shares[i].Share, Pays(terms, choices[unit.UnitId], shares[i])))]);
    }

    /// <summary>
    /// SHA-256 over every term and line of that version, so that a signature is bound to them; the text is in
    /// docs/lift-costs.md.
    /// </summary>
    public string HashOf(Guid agreementId, int number)
    {
        var (heads, floors) = (Terms.Heads, Terms.Floors);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"cost-agreement|{agreementId:N}|{number}\n");
        text.AppendJoin('|', heads.All).Append('|').Append(heads.Net).Append('\n');
        text.Append(CultureInfo.InvariantCulture,
            $"{floors.Method}|{floors.TimesArea}|{Terms.Resplit}|{Terms.LateJoin}\n");
        foreach (var (floor, weight) in (floors.Table ?? new Dictionary<string, string>())
            .OrderBy(row => row.Key, NaturalOrder.Instance))
        {
            text.Append(CultureInfo.InvariantCulture, $"{floor}={weight}\n");
        }

        foreach (var line in Lines)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{line.Unit.UnitId:N}|{line.Unit.Key}|{line.Unit.Floor}|{line.Unit.Area}|{line.Weight}|" +
                $"{line.Choice.Participation}|{line.Choice.Extra}|{line.Share}|{line.Pays}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static Money Pays(CostTerms terms, CostChoice choice, CostShare share) =>
        terms.Resplit ? share.Pays
        : choice.Participation is Participation.PAY ? share.Share + choice.Extra : Money.Zero;
}

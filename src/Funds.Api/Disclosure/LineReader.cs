using System.Globalization;
using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>A line and whose unit it is; empty for what is no household's.</summary>
public sealed record UnitLine(Guid Unit, PageLine Line);

/// <summary>Reads the lines behind the daily pages of a collection: no name and no room stands in them.</summary>
public sealed class LineReader(FundsDbContext db, LineSalts salts)
{
    private const string BillsSql =
        "select building, unit_id, amount, paid, credit from bills where campaign_id = $1";

    private const string AdvancesSql =
        "select building, id, amount, repaid, advanced_on from advances where campaign_id = $1 order by seq";

    /// <summary>
    /// By building: households in the order of their opaque ids, which is that of no register; then advances.
    /// </summary>
    public async Task<ILookup<string, UnitLine>> ReadAsync(Guid campaignId, CancellationToken ct)
    {
        var bills = await db.RowsAsync(Sql.Command(BillsSql, campaignId), r =>
        {
            var (unit, bill, paid) = (r.GetGuid(1), r.Money(2), r.Money(3));
            return (Building: r.GetString(0), Line: new UnitLine(unit, new PageLine
            {
                Line = PageLine.Household, Id = salts.IdOf(campaignId, unit), Bill = bill, Paid = paid,
                Credit = r.Money(4), PaidInFull = paid >= bill,
            }));
        }, ct);
        var advances = await db.RowsAsync(Sql.Command(AdvancesSql, campaignId), r =>
            (Building: r.GetString(0), Line: new UnitLine(Guid.Empty, new PageLine
            {
                Line = PageLine.Advance, Id = $"{r.GetGuid(1)}", Day = r.GetFieldValue<DateOnly>(4),
                Amount = r.Money(2), Repaid = r.Money(3),
            })), ct);
        return bills.OrderBy(b => b.Line.Line.Id, StringComparer.Ordinal).Concat(advances)
            .ToLookup(l => l.Building, l => l.Line, StringComparer.Ordinal);
    }

    /// <summary>The spendings that a page names, as lines after its others.</summary>
    public static IEnumerable<UnitLine> OfSpendings(IEnumerable<SpendingView> spendings) =>
        spendings.Select((spending, index) => new UnitLine(Guid.Empty, new PageLine
        {
            Line = PageLine.Spending, Id = string.Create(CultureInfo.InvariantCulture, $"spending-{index + 1}"),
            Day = spending.Day, Kind = spending.Kind, Purpose = spending.Purpose, Payee = spending.Payee,
            Amount = spending.Amount,
        }));
}

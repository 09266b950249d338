using CivicPlatform.Funds.Spending;

namespace CivicPlatform.Funds.Campaigns;

/// <summary>What one household paid on its bill.</summary>
/// <param name="Key">Building, entrance and room: ties go by their natural order (FUND-17).</param>
public sealed record Contribution(Guid BillId, string Building, string Key, Money Paid);

/// <summary>RAISE-11: what is left of a building's collection, and whose it is. Pure.</summary>
public static class Surplus
{
    /// <summary>
    /// Collected, without what was spent and repaid, what contractors are promised and what the property company is
    /// still owed; never below zero.
    /// </summary>
    public static Money Of(BuildingBalance building)
    {
        var left = building.Funds.Available - building.Outstanding;
        return left > Money.Zero ? left : Money.Zero;
    }

    /// <summary>True when a building paid out more than it collected: others' money is in it (RAISE-04).</summary>
    public static bool IsOverspent(BuildingBalance building) =>
        (building.Funds with { Reserved = Money.Zero }).Available < Money.Zero;

    /// <summary>Pro rata to what each household paid, to the fen (FUND-17); who gets nothing is left out.</summary>
    public static IReadOnlyList<(Contribution Household, Money Share)> Share(
        Money surplus, IReadOnlyList<Contribution> paid)
    {
        var split = Apportionment.Split(surplus, [.. paid.Select(c => new Bearer(c.Key, new Weight(c.Paid.Fen)))]);
        if (!split.Succeeded(out var shares, out var error)) throw new InvalidOperationException(error.Code);
        return [.. paid.Zip(shares).Where(p => p.Second > Money.Zero)];
    }
}

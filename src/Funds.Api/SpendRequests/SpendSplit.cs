namespace CivicPlatform.Funds.SpendRequests;

/// <summary>What one household, or the developer for it, bears of a cost.</summary>
/// <param name="Debtor">OWNER, or DEVELOPER for unsold and undelivered units (FUND-15).</param>
/// <param name="SellerPart">Charged to what the seller of public housing paid in (FUND-14); 0.00 else.</param>
public sealed record UnitShare(
    Guid UnitId, string Building, string Entrance, string Room, Area Area, Weight Weight, string Debtor, Money Amount,
    Money SellerPart)
{
    /// <summary>Charged to what the owner paid in.</summary>
    public Money OwnerPart => Amount - SellerPart;

    public string Key => $"{Building}-{Entrance}-{Room}";
}

/// <summary>Splits a cost over every unit of its scope to the fen (FUND-14 to FUND-17).</summary>
public static class SpendSplit
{
    /// <summary>How fen that no share takes are given out; stands in every answer that shows shares.</summary>
    public const string RemainderRule =
        "每户应摊精确值先舍去不足一分的部分，余下的分逐一补给舍去最多的户；相同的按幢、单元、室号从小到大。各户之和等于总额。";

    /// <summary>Shares in the order of the units; a unit that an agreement does not know refuses the split.</summary>
    public static Result<IReadOnlyList<UnitShare>> Of(Money total, ShareBasis basis, IReadOnlyList<ScopeUnit> units)
    {
        if (basis is ShareBasis.BY_AGREEMENT && units.Any(unit => unit.Agreed is null))
            return SpendErrors.WeightsDiffer;
        var bearers = units.Select(unit => new Bearer(unit.Key, WeightOf(unit, basis))).ToArray();
        var split = Apportionment.Split(total, bearers);
        if (!split.Succeeded(out var amounts, out var error)) return error;
        return units.Select((unit, i) => new UnitShare(
            unit.UnitId, unit.Building, unit.Entrance, unit.Room, unit.Area, bearers[i].Weight,
            unit.IsSold ? "OWNER" : "DEVELOPER", amounts[i], SellerPart(amounts[i], unit))).ToArray();
    }

    private static Weight WeightOf(ScopeUnit unit, ShareBasis basis) =>
        basis is ShareBasis.BY_AREA ? Weight.Of(unit.Area) : unit.Agreed!.Value;

    // FUND-14: sold public housing bears its share in the proportion of what owner and seller paid in.
    private static Money SellerPart(Money share, ScopeUnit unit)
    {
        if (unit.BySeller == Money.Zero) return Money.Zero;
        var parts = Apportionment.Split(share, [
            new Bearer("1", new Weight((unit.Deposited - unit.BySeller).Fen)),
            new Bearer("2", new Weight(unit.BySeller.Fen))]);
        return parts.Value[1];
    }
}

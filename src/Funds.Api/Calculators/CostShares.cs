namespace CivicPlatform.Funds.Calculators;

/// <summary>How a household takes part in a shared cost (RAISE-23).</summary>
#pragma warning disable CA1707 // The published code is the name.
public enum Participation
{
    /// <summary>Pays.</summary>
    PAY,

    /// <summary>Neither pays nor uses, and may pay its share later (RAISE-24).</summary>
    NO_PAY_NO_USE,

    /// <summary>Opposes.</summary>
    OPPOSED,
}
#pragma warning restore CA1707

/// <summary>One household as the calculation needs it.</summary>
/// <param name="Extra">What it volunteers beyond its share; only a payer may.</param>
public sealed record CostHousehold(string Key, Weight Weight, Participation Participation, Money Extra);

/// <param name="Share">Of the whole net cost over all households: the price of joining later (RAISE-24).</param>
/// <param name="Pays">What it pays now; 0.00 for non-payers.</param>
public sealed record CostShare(string Key, Money Share, Money Pays);

/// <summary>Splits the cost of a lift over its households (decisions.md, "cost-shares:preview").</summary>
public static class CostShares
{
    /// <summary>Shares in the order of the households; Σ pays is the net cost, to the fen (FUND-17).</summary>
    public static Result<IReadOnlyList<CostShare>> Split(Money netCost, IReadOnlyList<CostHousehold> households)
    {
        var all = Apportionment.Split(netCost, [.. households.Select(h => new Bearer(h.Key, h.Weight))]);
        if (!all.Succeeded(out var shares, out var error)) return error;
        var payers = households.Where(h => h.Participation is Participation.PAY).ToArray();
        if (payers.All(h => h.Weight.Millionths == 0)) return CalculatorErrors.NoPayer;
        if (households.Any(h => h.Participation is not Participation.PAY && h.Extra > Money.Zero))
            return CalculatorErrors.ExtraOfNonPayer;

        var extra = new Money(households.Sum(h => h.Extra.Fen));
        var shortfall = new Money(households.Zip(shares)
            .Where(p => p.First.Participation is not Participation.PAY).Sum(p => p.Second.Fen));
        if (extra > shortfall) return CalculatorErrors.ExtraBeyondShortfall(extra, shortfall);

        var rest = Apportionment.Split(netCost - extra, [.. payers.Select(h => new Bearer(h.Key, h.Weight))]);
        if (!rest.Succeeded(out var parts, out var unsplit)) return unsplit;
        var pays = payers.Zip(parts)
            .ToDictionary(p => p.First.Key, p => p.Second + p.First.Extra, StringComparer.Ordinal);
        return households.Zip(shares, (h, share) =>
            new CostShare(h.Key, share, pays.GetValueOrDefault(h.Key, Money.Zero))).ToArray();
    }
}

/// <summary>Refusals of the calculators.</summary>
public static class CalculatorErrors
{
    public static readonly Error NoPayer =
        Error.Refused("cost_shares.no_payer", "没有权重大于零的出资户", "RAISE-23");

    public static readonly Error ExtraOfNonPayer =
        Error.Refused("cost_shares.extra_of_non_payer", "不出资的住户不能多出资", "RAISE-23");

    public static readonly Error FloorTooLow = Error.Refused("cost_shares.floor_too_low", "楼层应不小于 1", "RAISE-20");

    public static readonly Error AreaMissing = Error.Refused("cost_shares.area_missing", "按面积加权时须填写面积", "RAISE-20");

    public static readonly Error WeightMalformed =
        Error.Refused("apportionment.weight_malformed", "权重应为不小于零、最多六位小数的数", "FUND-17");

    public static readonly Error TooMany = Error.Refused("calculators.too_many", "一次最多 10000 户");

    public static Error ExtraBeyondShortfall(Money extra, Money shortfall) =>
        Error.Refused("cost_shares.extra_beyond_shortfall", "自愿多出资超过缺口", "RAISE-23") with
        {
            Detail = $"多出资 {extra} 元，缺口 {shortfall} 元。",
        };
}

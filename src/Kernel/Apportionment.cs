namespace CivicPlatform.Kernel;

/// <summary>One bearer of a cost.</summary>
/// <param name="Key">Opaque, unique in the call; ties go by its natural order.</param>
/// <param name="Weight">Area, or whatever the owners agreed on.</param>
public sealed record Bearer(string Key, Weight Weight);

/// <summary>Splits money so that not a fen is lost (FUND-17).</summary>
/// <remarks>
/// Every exact share is rounded down to whole fen; the missing fen go one by one to the largest fractional
/// remainders, ties to the lowest key by <see cref="NaturalOrder"/>. The shares add up to the total, always, and no
/// share differs from its exact value by a fen or more.
/// </remarks>
public static class Apportionment
{
    /// <summary>
    /// Shares in the order of the bearers. Refuses a negative total, a key twice and weights that add up to zero.
    /// </summary>
    public static Result<IReadOnlyList<Money>> Split(Money total, IReadOnlyList<Bearer> bearers)
    {
        if (total.Fen < 0) return ApportionmentErrors.NegativeTotal;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var bearer in bearers)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(bearer.Weight.Millionths);
            if (!keys.Add(bearer.Key)) return ApportionmentErrors.DuplicateKey(bearer.Key);
        }

        // 128 bits: 10^11 fen times 10^18 millionths is 10^29, far below 10^38.
        var sum = bearers.Aggregate(Int128.Zero, (all, bearer) => all + bearer.Weight.Millionths);
        if (sum == 0) return ApportionmentErrors.NoWeight;
        return Share(total.Fen, bearers, sum);
    }

    private static Money[] Share(long totalFen, IReadOnlyList<Bearer> bearers, Int128 sum)
    {
        var shares = new long[bearers.Count];
        var remainders = new Int128[bearers.Count];
        var missing = totalFen;
        for (var i = 0; i < shares.Length; i++)
        {
            var (whole, rest) = Int128.DivRem(totalFen * (Int128)bearers[i].Weight.Millionths, sum);
            (shares[i], remainders[i]) = ((long)whole, rest);
            missing -= shares[i];
        }

        var next = Enumerable.Range(0, shares.Length)
            .OrderByDescending(i => remainders[i])
            .ThenBy(i => bearers[i].Key, NaturalOrder.Instance);
        foreach (var i in next.Take((int)missing)) shares[i]++; // Fewer than the bearers with a remainder.
        return [.. shares.Select(fen => new Money(fen))];
    }
}

/// <summary>Why an apportionment refuses.</summary>
public static class ApportionmentErrors
{
    public static readonly Error NegativeTotal =
        Error.Refused("apportionment.negative_total", "分摊总额不能为负数。", "FUND-17");

    public static readonly Error NoWeight =
        Error.Refused("apportionment.no_weight", "各方权重之和必须大于零。", "FUND-17");

    public static Error DuplicateKey(string key) =>
        Error.Refused("apportionment.duplicate_key", "同一分摊对象出现了两次。", "FUND-17") with { Detail = key };
}

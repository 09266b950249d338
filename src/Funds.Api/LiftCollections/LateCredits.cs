namespace CivicPlatform.Funds.LiftCollections;

/// <summary>A bill of one who contributed before.</summary>
/// <param name="Key">Ties go by it (FUND-17).</param>
public sealed record ContributorBill(Guid Id, string Key, Money Amount, Money Paid);

/// <summary>What a late joiner's payment changes for one who contributed before (RAISE-24).</summary>
/// <param name="Part">His bill falls by it.</param>
/// <param name="Credited">What of it he had paid already: his credit from now on; the rest he need not pay.</param>
public sealed record LateCredit(ContributorBill Bill, Money Part, Money Credited);

/// <summary>Spreads a late joiner's payment over those who contributed, pro rata to the fen (RAISE-24).</summary>
/// <remarks>
/// Contributions are the bills as they stand, so that a second joiner's payment reaches the first one too. Bills and
/// collections add up to the net cost before and after.
/// </remarks>
public static class LateCredits
{
    /// <summary>Σ parts is the payment; refuses when nobody contributed anything.</summary>
    public static Result<IReadOnlyList<LateCredit>> Of(Money payment, IReadOnlyList<ContributorBill> bills)
    {
        var split = Apportionment.Split(
            payment, [.. bills.Select(bill => new Bearer(bill.Key, new Weight(bill.Amount.Fen)))]);
        if (!split.Succeeded(out var parts, out var error)) return error;
        return bills.Zip(parts, (bill, part) =>
        {
            var overpaid = bill.Paid - (bill.Amount - part);
            return new LateCredit(bill, part, overpaid > Money.Zero ? overpaid : Money.Zero);
        }).ToArray();
    }
}

namespace CivicPlatform.Funds.Proofs;

/// <summary>What the lines of a building add up to; a daily page says the same to the fen (RAISE-02).</summary>
public sealed record LineSums(
    Money Receivable, Money Collected, Money Credit, int Households, int HouseholdsPaid, Money Spent, Money Advanced,
    Money Repaid)
{
    /// <summary>Counts every line; an absent amount counts as nothing.</summary>
    public static LineSums Of(IEnumerable<PageLine> lines)
    {
        var all = lines.ToLookup(line => line.Line);
        var (households, advances) = (all[PageLine.Household].ToArray(), all[PageLine.Advance].ToArray());
        return new LineSums(Sum(households, l => l.Bill), Sum(households, l => l.Paid), Sum(households, l => l.Credit),
            households.Length, households.Count(l => l.PaidInFull is true),
            Sum(all[PageLine.Spending], l => l.Amount), Sum(advances, l => l.Amount), Sum(advances, l => l.Repaid));
    }

    /// <summary>
    /// What a bank account held by all other accounts of its book: every fen there is somebody's (FUND-28).
    /// </summary>
    public static (Money Opening, Money Closing) BankOf(IEnumerable<PageLine> lines)
    {
        var (opening, closing) = (Money.Zero, Money.Zero);
        foreach (var line in lines.Where(l => l.Line == PageLine.Account && l.Kind != "BANK"))
        {
            var (before, after) = (line.Opening ?? Money.Zero, line.Closing ?? Money.Zero);
            var isDebit = PageLine.DebitKinds.Contains(line.Kind);
            (opening, closing) = (opening + (isDebit ? -before : before), closing + (isDebit ? -after : after));
        }

        return (opening, closing);
    }

    private static Money Sum(IEnumerable<PageLine> lines, Func<PageLine, Money?> part) =>
        new(lines.Sum(line => part(line)?.Fen ?? 0));
}

using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.DisclosureVerifier;

/// <summary>Adds the lines up again and holds them against what the page says.</summary>
internal static class Recount
{
    /// <summary>True when a line says what its kind says, and nothing that cannot be (RAISE-02).</summary>
    public static bool IsSound(PageLine line)
    {
        return line.Line switch
        {
            PageLine.Household => IsSum(line.Bill) && IsSum(line.Paid) && IsSum(line.Credit) && line.Paid <= line.Bill
                && line.PaidInFull == (line.Paid >= line.Bill) && line.Amount is null && line.Repaid is null,
            PageLine.Advance => IsSum(line.Amount) && IsSum(line.Repaid) && line.Repaid <= line.Amount
                && line.Bill is null && line.Paid is null && line.Credit is null,
            PageLine.Spending => IsSum(line.Amount) && line.Payee is not null && line.Bill is null
                && line.Paid is null && line.Credit is null && line.Repaid is null,
            _ => false,
        };
    }

    private static bool IsSum(Money? amount) => amount is { } sum && sum >= Money.Zero;

    /// <exception cref="FaultException">A total of the page is another than the lines give.</exception>
    public static void Compare(PageFacts page, IReadOnlyList<PageLine> lines)
    {
        if (lines.GroupBy(line => line.Id).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new FaultException(0, $"line {twice.Key} is there twice");
        var sums = LineSums.Of(lines);
        Same("receivable", page.Receivable, sums.Receivable);
        Same("collected", page.Collected, sums.Collected);
        Same("credit", page.Credit ?? Money.Zero, sums.Credit);
        Same("advanced", page.Advanced, sums.Advanced);
        Same("repaid", page.Repaid, sums.Repaid);
        Same("households", page.Households, sums.Households);
        Same("householdsPaid", page.HouseholdsPaid, sums.HouseholdsPaid);
        var spent = lines.Where(line => line.Line == PageLine.Spending).Select(line => new NamedSpending(
            line.Day ?? default, line.Kind ?? "", line.Purpose ?? "", line.Payee ?? "", line.Amount ?? Money.Zero));
        if (!spent.SequenceEqual(page.Spendings))
            throw new FaultException(0, "the spendings of the page are not those of its lines");
    }

    private static void Same<T>(string what, T page, T lines)
        where T : notnull
    {
        if (!page.Equals(lines))
            throw new FaultException(0, $"{what} is wrong: the page says {page}, the lines {lines}");
    }
}

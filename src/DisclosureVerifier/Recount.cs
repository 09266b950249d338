using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.DisclosureVerifier;

/// <summary>Adds the lines up again and holds them against what the page says.</summary>
internal static class Recount
{
    private const string Bank = "BANK";

    /// <summary>True when a line says what its kind says, and nothing that cannot be (RAISE-02).</summary>
    public static bool IsSound(PageLine line) => line.Line switch
    {
        PageLine.Household => IsSum(line.Bill) && IsSum(line.Paid) && IsSum(line.Credit) && line.Paid <= line.Bill
            && line.PaidInFull == (line.Paid >= line.Bill) && line.Amount is null && line.Opening is null,
        PageLine.Advance => IsSum(line.Amount) && IsSum(line.Repaid) && line.Repaid <= line.Amount
            && line.Bill is null && line.Opening is null,
        PageLine.Spending => IsSum(line.Amount) && line.Payee is not null && line.Bill is null && line.Opening is null,
        PageLine.Account => line is { Kind: not null, Opening: not null, Closing: not null } && IsSum(line.In)
            && IsSum(line.Out) && line.Opening + line.In - line.Out == line.Closing && line.Bill is null
            && line.Amount is null,
        _ => false,
    };

    /// <exception cref="FaultException">A figure of the page is another than the lines give.</exception>
    public static void Compare(PageFacts page, IReadOnlyList<PageLine> lines)
    {
        if (lines.GroupBy(line => line.Id).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new FaultException(0, $"line {twice.Key} is there twice");
        if (lines.FirstOrDefault(line => line.Line != PageLine.Spending
            && (line.Line == PageLine.Account) != (page.Period is not null)) is { } strange)
            throw new FaultException(0, $"line {strange.Id} does not belong to such a page");
        if (page.Building is { } building) CompareBuilding(building, LineSums.Of(lines));
        if (page.Period is { } period) ComparePeriod(period, lines);
        var spent = lines.Where(line => line.Line == PageLine.Spending).Select(line => new NamedSpending(
            line.Day ?? default, line.Kind ?? "", line.Purpose ?? "", line.Payee ?? "", line.Amount ?? Money.Zero));
        if (!spent.SequenceEqual(page.Building?.Spendings ?? page.Period!.Spendings))
            throw new FaultException(0, "the spendings of the page are not those of its lines");
    }

    private static void CompareBuilding(BuildingFigures page, LineSums sums)
    {
        Same("receivable", page.Receivable, sums.Receivable);
        Same("collected", page.Collected, sums.Collected);
        Same("credit", page.Credit ?? Money.Zero, sums.Credit);
        Same("advanced", page.Advanced, sums.Advanced);
        Same("repaid", page.Repaid, sums.Repaid);
        Same("households", page.Households, sums.Households);
        Same("householdsPaid", page.HouseholdsPaid, sums.HouseholdsPaid);
    }

    // The bank account is one line, and what it holds is what the others hold together.
    private static void ComparePeriod(PeriodFigures page, IReadOnlyList<PageLine> lines)
    {
        var bank = lines.SingleOrDefault(line => line.Line == PageLine.Account && line.Id == Bank)
            ?? throw new FaultException(0, "the line of the bank account is missing");
        Same("opening", page.Opening, bank.Opening!.Value);
        Same("closing", page.Closing, bank.Closing!.Value);
        Same("deposited and gained", page.Deposited + page.Gained, bank.In!.Value);
        Same("spent", page.Spent, bank.Out!.Value);
        Same("movements in", new Money(page.Movements.Sum(m => m.In.Fen)), bank.In.Value);
        Same("movements out", new Money(page.Movements.Sum(m => m.Out.Fen)), bank.Out.Value);
        var (opening, closing) = LineSums.BankOf(lines);
        Same("opening of all accounts", page.Opening, opening);
        Same("closing of all accounts", page.Closing, closing);
    }

    private static bool IsSum(Money? amount) => amount is { } sum && sum >= Money.Zero;

    private static void Same<T>(string what, T page, T lines)
        where T : notnull
    {
        if (!page.Equals(lines))
            throw new FaultException(0, $"{what} is wrong: the page says {page}, the lines {lines}");
    }
}

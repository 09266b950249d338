using CivicPlatform.Funds.Disclosure;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.Funds.PeriodPages;

/// <summary>
/// What is public about an account over a year, half or quarter (FUND-25), by value date: totals only. The text of
/// this record is what a period page hashes.
/// </summary>
/// <param name="Purpose">SELF_RAISED or MAINTENANCE_FUND.</param>
/// <param name="Opening">What the bank held before the first day, by the books.</param>
/// <param name="Deposited">What came in, gains left out.</param>
/// <param name="Gained">Interest, gains of bonds, common income (FUND-08, FUND-09).</param>
/// <param name="Spent">What went out.</param>
/// <param name="Closing">Opening + deposited + gained − spent.</param>
/// <param name="Movements">The same money by what it was for.</param>
/// <param name="Spendings">Payments with payee and purpose.</param>
/// <param name="Lines">What the page says of the ledger accounts behind it.</param>
public sealed record PeriodPage(
    Guid AccountId, string Purpose, DateOnly From, DateOnly Through, Money Opening, Money Deposited, Money Gained,
    Money Spent, Money Closing, IReadOnlyList<Movement> Movements, IReadOnlyList<SpendingView> Spendings,
    PageRoot? Lines = null)
{
    /// <summary>The page of a book over a period, without its root.</summary>
    public static PeriodPage Of(
        (Guid Id, string Purpose) account, AccountingPeriod period, PeriodBooks books)
    {
        var opening = books.Lines.Single(line => line.Line.Kind == nameof(LedgerKind.BANK)).Line.Opening!.Value;
        var gained = books.Gained;
        // Below zero when money that an earlier page showed as deposited was found to be a gain.
        var deposited = Sum(books.Movements, m => m.In) - gained;
        var spent = Sum(books.Movements, m => m.Out);
        return new PeriodPage(account.Id, account.Purpose, period.From, period.Through, opening, deposited, gained,
            spent, opening + deposited + gained - spent, books.Movements, books.Spendings);
    }

    private static Money Sum(IEnumerable<Movement> movements, Func<Movement, Money> part) =>
        new(movements.Sum(m => part(m).Fen));
}

/// <summary>Money of the bank account by the kind of its transfers.</summary>
public sealed record Movement(string Kind, Money In, Money Out);

/// <summary>What a book did over a period.</summary>
/// <param name="Gained">Interest, bond gains and common income that were booked, less those taken back.</param>
public sealed record PeriodBooks(
    Money Gained, IReadOnlyList<Movement> Movements, IReadOnlyList<SpendingView> Spendings,
    IReadOnlyList<UnitLine> Lines);

/// <summary>One closed period page.</summary>
public sealed record ClosedPeriod(
    Guid Id, Guid AccountId, DateOnly From, DateOnly Through, int Version, string? Reason, string Hash);

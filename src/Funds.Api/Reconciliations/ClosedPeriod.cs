using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.Reconciliations;

/// <summary>Asks whether a bank line may still be booked, where no posting has read it with the book's lock.</summary>
public static class ClosedPeriod
{
    private const string UntilSql = "select closed_until from bank_accounts where id = $1";

    /// <summary>Null, or 422 when the day was reconciled already; the caller holds the lock of the book.</summary>
    public static async Task<Error?> CheckAsync(
        FundsDbContext db, Book book, DateTimeOffset bookedAt, CancellationToken ct)
    {
        var until = await db.RowsAsync(Sql.Command(UntilSql, book.Id), r => r.DayOrNull(0), ct);
        var known = book with { ClosedUntil = until.SingleOrDefault() };
        return known.IsClosed(bookedAt) ? ReconciliationErrors.PeriodClosed(known.ClosedUntil!.Value) : null;
    }
}

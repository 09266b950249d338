using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Reconciliations;
using CivicPlatform.Funds.Spending;
using Npgsql;

namespace CivicPlatform.Funds.Statements;

/// <summary>
/// What a book knows of a bank serial that a call names: the statement may have told the money first. The caller holds
/// the book's lock.
/// </summary>
/// <param name="Book">With the day until which it is closed (FUND-25).</param>
/// <param name="Id">Null while the bank has told nothing.</param>
/// <param name="BookedAt">The bank's own date; null while it has told nothing.</param>
/// <param name="Waits">What of it waits in suspense.</param>
/// <param name="IsStaged">Its import is still being posted.</param>
public sealed record KnownLine(Book Book, Guid? Id, DateTimeOffset? BookedAt, Money Waits, bool IsStaged)
{
    private const string FindSql =
        "select l.id, l.booked_at, s.amount, s.status, l.outcome is null, a.closed_until from bank_accounts a " +
        "left join bank_lines l on l.account_id = a.id and l.serial = $2 " +
        "left join suspense_lines s on s.id = l.id where a.id = $1";

    private const string TakeSql =
        "update suspense_lines set status = 'ASSIGNED', assigned_by = $2, assigned_at = now(), reason = $3, " +
        "version = version + 1 where id = $1 and status = 'OPEN'";

    public static async Task<KnownLine> FindAsync(FundsDbContext db, Book book, string serial, CancellationToken ct)
    {
        var found = await db.RowsAsync(Sql.Command(FindSql, book.Id, serial), r => new KnownLine(
            book with { ClosedUntil = r.DayOrNull(5) }, r.GuidOrNull(0),
            r.IsDBNull(1) ? null : r.GetFieldValue<DateTimeOffset>(1),
            r.TextOrNull(3) == "OPEN" ? r.Money(2) : Money.Zero, r.GetBoolean(4)), ct);
        return found.Single();
    }

    /// <summary>
    /// True when exactly that amount waits and can be taken, false when the line is still to be written down; refuses a
    /// serial that means anything else, and a new line of a day that is closed.
    /// </summary>
    public Result<bool> MayTake(string serial, Money amount, DateTimeOffset bookedAt)
    {
        if (Id is null)
            return Book.IsClosed(bookedAt) ? ReconciliationErrors.PeriodClosed(Book.ClosedUntil!.Value) : false;
        if (IsStaged) return SpendingErrors.SerialStaged;
        // Only what waits can be taken: a refund may have been placed in part, and only its rest is in suspense.
        return Waits == amount ? true : SpendingErrors.SerialTaken(serial);
    }

    /// <summary>Date of an entry about this money: the bank's, or the first open day after it.</summary>
    public DateTimeOffset EntryDate(DateTimeOffset bookedAt) => Book.OpenDate(BookedAt ?? bookedAt);

    /// <summary>Marks what waits as taken.</summary>
    public NpgsqlBatchCommand Take(string actor, string reason) => Sql.Command(TakeSql, Id, actor, reason);
}

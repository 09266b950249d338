using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Spending;
using CivicPlatform.Funds.Statements;
using Npgsql;

namespace CivicPlatform.Funds.MaintenanceFund;

/// <summary>
/// Money of a fund as the bank tells it. It always passes through suspense: what the bank did is a fact that nobody
/// takes back, what we made of it can be reversed, and then the money waits again.
/// </summary>
/// <param name="Amount">Above zero when it came, below when it went.</param>
public sealed record FundMoney(string BankSerial, DateTimeOffset BookedAt, Money Amount)
{
    private const string LineSql =
        "insert into bank_lines (id, account_id, serial, street_code, division_code, booked_at, amount, says_refund, " +
        "source, outcome, to_bill, to_credit, to_suspense, posted_at) " +
        "values ($1, $2, $3, $4, $5, $6, $7, false, 'FUND', 'SUSPENSE', 0, 0, $7, now())";

    private const string SuspenseSql =
        "insert into suspense_lines (id, account_id, street_code, division_code, amount, status, assigned_by, " +
        "assigned_at, reason) values ($1, $2, $3, $4, $5, 'ASSIGNED', $6, now(), $7)";

    /// <summary>Kind of the entry by which money leaves.</summary>
    public string OutKind { get; init; } = "PAYMENT";

    /// <summary>What is wrong with the shape of a request for it; the amount is given without its sign.</summary>
    public static ShapeCheck Check(string bankSerial, string bookedAt, Money amount, out DateTimeOffset instant) =>
        OutPayment.Check(amount, bankSerial, bookedAt, out instant);

    /// <summary>
    /// Finds the line in suspense or writes it down; refuses a serial that means anything else.
    /// </summary>
    public async Task<Result<ClaimedMoney>> ClaimAsync(
        FundsDbContext db, Book book, string actor, string reason, CancellationToken ct)
    {
        var known = await KnownLine.FindAsync(db, book, BankSerial, ct);
        if (!known.MayTake(BankSerial, Amount, BookedAt).Succeeded(out var waiting, out var refused)) return refused;
        var date = known.EntryDate(BookedAt);
        if (waiting) return new ClaimedMoney(known.Id!.Value, date, [known.Take(actor, reason)]);
        var line = Guid.CreateVersion7();
        var bank = LedgerAccount.IdOf(book.Id, LedgerKind.BANK);
        var suspense = LedgerAccount.IdOf(book.Id, LedgerKind.SUSPENSE);
        var source = new LedgerSource(Amount > Money.Zero ? "RECEIPT" : OutKind, line, BookedAt);
        return new ClaimedMoney(line, date,
        [
            Sql.Command(LineSql, line, book.Id, BankSerial, book.StreetCode, book.DivisionCode, BookedAt, Amount.Yuan),
            Sql.Command(SuspenseSql, line, book.Id, book.StreetCode, book.DivisionCode, Amount.Yuan, actor, reason),
            LedgerSql.Insert([Transfer.BySign(book, (bank, suspense), Amount, source)]),
        ]);
    }
}

/// <summary>A bank line that waits in suspense once <paramref name="Commands"/> ran, marked as taken.</summary>
/// <param name="EntryDate">Value date of what is made of it: never in a period that is closed (FUND-25).</param>
public sealed record ClaimedMoney(Guid LineId, DateTimeOffset EntryDate, IReadOnlyList<NpgsqlBatchCommand> Commands);

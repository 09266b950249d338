using Npgsql;

namespace CivicPlatform.Funds.Ledger;

/// <summary>One ledger row: it takes from one account and gives to another, so it cannot fail to balance.</summary>
/// <param name="Book">The ledger; both accounts stand in it.</param>
/// <param name="Debit">Account debited.</param>
/// <param name="Credit">Account credited.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Kind">Why, such as RECEIPT, REFUND, ASSIGNMENT, ADVANCE_IN or INITIAL_DEPOSIT.</param>
/// <param name="SourceId">The bank line, advance or spending behind it.</param>
/// <param name="BookedAt">When the bank, or the document, says it happened.</param>
public sealed record Transfer(
    Book Book, Guid Debit, Guid Credit, Money Amount, string Kind, Guid SourceId, DateTimeOffset BookedAt)
{
    /// <summary>Identity of the row, part of the chain.</summary>
    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>The same money back from credit to debit, for the same two accounts (FUND-27: reversal only).</summary>
    public Transfer Mirror(string kind, Guid sourceId) =>
        new(Book, Credit, Debit, Amount, kind, sourceId, BookedAt);

    /// <summary>Debits and credits by the sign: a positive amount flows from credit to debit.</summary>
    public static Transfer BySign(Book book, (Guid Debit, Guid Credit) accounts, Money amount, LedgerSource source) =>
        amount > Money.Zero
            ? new(book, accounts.Debit, accounts.Credit, amount, source.Kind, source.Id, source.BookedAt)
            : new(book, accounts.Credit, accounts.Debit, -amount, source.Kind, source.Id, source.BookedAt);
}

/// <summary>What a transfer rests on.</summary>
public readonly record struct LedgerSource(string Kind, Guid Id, DateTimeOffset BookedAt);

/// <summary>Writes transfers; the database moves the balances and the chain heads with them.</summary>
public static class LedgerSql
{
    private const string InsertSql =
        "insert into ledger_transfers (id, block_id, book_id, debit_id, credit_id, amount, kind, source_id, " +
        "booked_at, street_code, division_code) " +
        "select id, $2, book, debit, credit, amount, kind, source, booked, street, division " +
        "from unnest($1::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::numeric[], $7::text[], $8::uuid[], " +
        "$9::timestamptz[], $10::text[], $11::text[]) with ordinality " +
        "as t(id, book, debit, credit, amount, kind, source, booked, street, division, n) order by n";

    /// <summary>Locks books in one order for every writer: deadlocks between batches cannot form.</summary>
    /// <param name="bookIds">Books to lock.</param>
    /// <param name="skipHeld">Leaves out what somebody else holds; waits for it otherwise.</param>
    public static NpgsqlBatchCommand LockBooks(IEnumerable<Guid> bookIds, bool skipHeld = false) =>
        new("select id, street_code, division_code, closed_until from bank_accounts where id = any($1) order by id " +
            "for update" + (skipHeld ? " skip locked" : ""))
        {
            Parameters = { new() { Value = bookIds.Distinct().Order().ToArray() } },
        };

    /// <summary>One statement, and so one block of each account's chain.</summary>
    public static NpgsqlBatchCommand Insert(IReadOnlyCollection<Transfer> transfers) => new(InsertSql)
    {
        Parameters =
        {
            new() { Value = transfers.Select(t => t.Id).ToArray() },
            new() { Value = Guid.CreateVersion7() },
            new() { Value = transfers.Select(t => t.Book.Id).ToArray() },
            new() { Value = transfers.Select(t => t.Debit).ToArray() },
            new() { Value = transfers.Select(t => t.Credit).ToArray() },
            new() { Value = transfers.Select(t => t.Amount.Yuan).ToArray() },
            new() { Value = transfers.Select(t => t.Kind).ToArray() },
            new() { Value = transfers.Select(t => t.SourceId).ToArray() },
            new() { Value = transfers.Select(t => t.BookedAt).ToArray() },
            new() { Value = transfers.Select(t => t.Book.StreetCode).ToArray() },
            new() { Value = transfers.Select(t => t.Book.DivisionCode).ToArray() },
        },
    };
}

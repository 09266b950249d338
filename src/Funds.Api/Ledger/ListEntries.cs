using System.Globalization;

namespace CivicPlatform.Funds.Ledger;

/// <summary>GET /accounts/{id}/entries?kind=: the statement of one ledger account, with its running balance.</summary>
public static class ListEntries
{
    // What came before the page is one sum over the account's two indexes; the page itself adds up line by line.
    private const string Query =
        """
        with legs as (
            select seq, id, kind, source_id, booked_at, recorded_at, amount as debit, 0.00 as credit
            from ledger_transfers where debit_id = $1
            union all
            select seq, id, kind, source_id, booked_at, recorded_at, 0.00, amount
            from ledger_transfers where credit_id = $1
        )
        select seq, id, kind, source_id, booked_at, recorded_at, debit, credit,
            (select coalesce(sum(debit - credit), 0) from legs where seq <= $2)
                + sum(debit - credit) over (order by seq)
        from (select * from legs where seq > $2 order by seq limit $3) as page order by seq
        """;

    /// <param name="Seq">Place in the ledger; the next page starts after it.</param>
    /// <param name="Kind">Why, such as RECEIPT, REFUND, ASSIGNMENT, ADVANCE_IN or INITIAL_DEPOSIT.</param>
    /// <param name="SourceId">The bank line, advance or spending behind it.</param>
    /// <param name="BookedAt">Value date: what the bank or the document says.</param>
    /// <param name="RecordedAt">When the platform wrote it down.</param>
    /// <param name="Balance">Debits − credits up to this line.</param>
    public sealed record Entry(
        long Seq, Guid TransferId, string Kind, Guid SourceId, DateTimeOffset BookedAt, DateTimeOffset RecordedAt,
        Money Debit, Money Credit, Money Balance);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/accounts/{id:guid}/entries", GetAsync)
        .Requires(Permissions.AccountRead)
        .WithTags("Accounts").WithSummary("Read the statement of one ledger account (分户账)")
        .WithDescription(
            "In the order of writing, with the running balance; of the book's own accounts (BANK, SUSPENSE, " +
            "OWNER_CREDIT) or of a building's (COLLECTION, WORKS, ADVANCE_PAYABLE, with building). Exclusive parts " +
            "have /unit-funds/{unitId}/entries. Pages by after and limit (1 to 200). 404 " +
            "accounts.not_found, accounts.ledger_account_not_found.");

    private static async Task<Results<Ok<Page<Entry>>, ProblemHttpResult>> GetAsync(
        Guid id, [CodesOf(typeof(LedgerKind))] string kind, string? building, long? after, int? limit,
        FundsDbContext db, CancellationToken ct)
    {
        if (new ShapeCheck().Code(kind, Enum.GetNames<LedgerKind>()).Error is { } malformed)
            return malformed.ToProblem();
        if (LedgerAccount.IsOfUnit(Enum.Parse<LedgerKind>(kind))) return LedgerErrors.LedgerAccountNotFound.ToProblem();
        var isOfBuilding = LedgerAccount.IsOfBuilding(Enum.Parse<LedgerKind>(kind));
        if (new ShapeCheck().That(isOfBuilding == (building is not null), "building", "building.unfit",
            isOfBuilding ? "该科目按楼栋设置，须注明 building" : "该科目不分楼栋，不能给 building").Error is { } unfit)
            return unfit.ToProblem();
        if (!await db.BankAccounts.AnyAsync(a => a.Id == id, ct)) return LedgerErrors.AccountNotFound.ToProblem();
        var account = LedgerAccount.IdOf(id, Enum.Parse<LedgerKind>(kind), building ?? "");
        var page = await ReadAsync(db, account, (after, limit), ct);
        return page is null ? LedgerErrors.LedgerAccountNotFound.ToProblem() : TypedResults.Ok(page);
    }

    /// <summary>A page of one account's statement; null when there is no such account.</summary>
    internal static async Task<Page<Entry>?> ReadAsync(
        FundsDbContext db, Guid account, (long? After, int? Limit) page, CancellationToken ct)
    {
        var known = await db.RowsAsync(
            Sql.Command("select 1 from ledger_accounts where id = $1", account), r => r.GetInt32(0), ct);
        if (known.Count == 0) return null;
        var (after, limit) = page;
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(Sql.Command(Query, account, Math.Max(after ?? 0, 0), size + 1), r => new Entry(
            r.GetInt64(0), r.GetGuid(1), r.GetString(2), r.GetGuid(3), r.GetFieldValue<DateTimeOffset>(4),
            r.GetFieldValue<DateTimeOffset>(5), r.Money(6), r.Money(7), r.Money(8)), ct);
        return Page.Of(rows, size, row => row.Seq.ToString(CultureInfo.InvariantCulture));
    }
}

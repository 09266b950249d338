using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.MaintenanceFund;

/// <summary>GET /accounts/{id}/fund-entries: what was booked, newest last; no part stands in it.</summary>
public static class ListFundEntries
{
    private const string ListSql =
        "select e.id, e.kind, e.amount, e.booked_at, e.recorded_at, e.note, e.reverses, r.id from fund_entries e " +
        "left join fund_entries r on r.reverses = e.id where e.book_id = $1 and e.id > $2 order by e.id limit $3";

    /// <param name="BookedAt">Value date.</param>
    /// <param name="RecordedAt">When the platform wrote it down.</param>
    /// <param name="Reverses">The entry that this one takes back.</param>
    /// <param name="ReversedBy">The entry that takes this one back.</param>
    public sealed record Item(
        Guid Id, [CodesOf(typeof(FundEntryKind))] string Kind, Money Amount, DateTimeOffset BookedAt,
        DateTimeOffset RecordedAt, string Note, Guid? Reverses, Guid? ReversedBy);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/accounts/{id:guid}/fund-entries", ListAsync).Requires(Permissions.AccountRead)
            .WithTags("Maintenance fund").WithSummary("List the entries of a fund (维修资金记账)")
            .WithDescription(
                "In the order of writing; keyset pages by after and limit (1 to 200). 404 accounts.not_found.");

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> ListAsync(
        Guid id, Guid? after, int? limit, FundsDbContext db, CancellationToken ct)
    {
        if (!await db.BankAccounts.AnyAsync(a => a.Id == id, ct)) return LedgerErrors.AccountNotFound.ToProblem();
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(Sql.Command(ListSql, id, after ?? Guid.Empty, size + 1), r => new Item(
            r.GetGuid(0), r.GetString(1), r.Money(2), r.GetFieldValue<DateTimeOffset>(3),
            r.GetFieldValue<DateTimeOffset>(4), r.GetString(5), r.GuidOrNull(6), r.GuidOrNull(7)), ct);
        return TypedResults.Ok(Page.Of(rows, size, row => row.Id.ToString()));
    }
}

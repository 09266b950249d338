using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.Suspense;

/// <summary>GET /suspense-assignments?accountId=: what was placed, and what was taken back.</summary>
public static class ListAssignments
{
    private const string ListSql =
        "select a.id, a.assigned_at, u.undone_at, (select array_agg(distinct p.line_id) from suspense_pieces p " +
        "where p.assignment_id = a.id) from suspense_assignments a " +
        "left join suspense_undos u on u.assignment_id = a.id where a.account_id = $1 and a.id > $2 " +
        "order by a.id limit $3";

    /// <summary>No household and no payer: the lines tell where to look.</summary>
    public sealed record Item(
        Guid Id, [CodesOf(typeof(AssignmentStatuses))] string Status, DateTimeOffset AssignedAt,
        DateTimeOffset? UndoneAt, IReadOnlyList<Guid> LineIds);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/suspense-assignments", ListAsync).Requires(Permissions.SuspenseRead)
            .WithTags("Suspense").WithSummary("List the assignments of an account (认领记录)")
            .WithDescription("Oldest first; keyset pages by after and limit (1 to 200). 404 accounts.not_found.");

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> ListAsync(
        Guid accountId, Guid? after, int? limit, FundsDbContext db, CancellationToken ct)
    {
        if (!await db.BankAccounts.AnyAsync(a => a.Id == accountId, ct))
            return LedgerErrors.AccountNotFound.ToProblem();
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(Sql.Command(ListSql, accountId, after ?? Guid.Empty, size + 1), r => new Item(
            r.GetGuid(0), r.IsDBNull(2) ? AssignmentStatuses.Standing : AssignmentStatuses.Undone,
            r.GetFieldValue<DateTimeOffset>(1), r.IsDBNull(2) ? null : r.GetFieldValue<DateTimeOffset>(2),
            r.GetFieldValue<Guid[]>(3)), ct);
        return TypedResults.Ok(Page.Of(rows, size, row => $"{row.Id}"));
    }
}

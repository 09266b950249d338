using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Statements;

namespace CivicPlatform.Funds.Suspense;

/// <summary>
/// POST /suspense-lines/{id}/return: the bank sent the money back to who paid it. The platform orders nothing
/// (FUND-28): a line that came in and a line that left cancel each other, once the bank has told both.
/// </summary>
public static class ReturnSuspense
{
    private const string FindSql =
        "select s.id, s.account_id, s.amount, s.status, s.version, s.street_code from suspense_lines s " +
        "where s.id = any($1)";

    // Both stand in the SUSPENSE account with opposite signs already: no entry is needed, and none is made.
    private const string ReturnSql =
        "update suspense_lines set status = 'RETURNED', assigned_by = $2, assigned_at = now(), reason = $3, " +
        "version = version + 1 where id = any($1) and status = 'OPEN'";

    public sealed record Request
    {
        /// <summary>The open suspense line by which the bank sent it back: the same amount, negative.</summary>
        public required Guid OutflowLineId { get; init; }

        public required string Reason { get; init; }
    }

    public sealed record Response(Guid Id, Guid OutflowLineId, [CodesOf(typeof(SuspenseStatuses))] string Status);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/suspense-lines/{id:guid}/return", PostAsync).Requires(Permissions.SuspenseAssign)
            .WithTags("Suspense").WithSummary("Record that money went back to its sender (登记退回付款人)")
            .WithDescription(
                "Pairs the line with the one by which the bank sent the same amount back. 404 suspense.not_found; " +
                "409 suspense.already_assigned; 422 suspense.no_pair; If-Match with the line's version (412).")
            .WithRequestExample(
                """{"outflowLineId":"01a1fc78-884c-7a7a-9c0a-e33201116603","reason":"误汇，银行已原路退回"}""");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, http, ct);
        return result.Succeeded(out var response, out var error) ? TypedResults.Ok(response) : error.ToProblem();
    }

    public sealed class Handler(FundsDbContext db, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct)
        {
            if (new ShapeCheck().Text(request.Reason, 200).Error is { } malformed) return malformed;
            var pair = await db.RowsAsync(Sql.Command(FindSql, new[] { id, request.OutflowLineId }), r => (
                Id: r.GetGuid(0), Account: r.GetGuid(1), Amount: r.Money(2), Status: r.GetString(3),
                Version: r.GetInt64(4), Street: r.GetString(5)), ct);
            var line = pair.Find(p => p.Id == id);
            if (line.Street is null) return StatementErrors.SuspenseNotFound;
            if (http.CheckIfMatch(line.Version) is { } stale) return stale;
            if (line.Status != "OPEN") return StatementErrors.AlreadyAssigned;
            var back = pair.Find(p => p.Id == request.OutflowLineId);
            if (back.Street is null || back.Id == id || back.Account != line.Account || line.Amount < Money.Zero
                || back.Amount != -line.Amount || back.Status != "OPEN") return SuspenseErrors.NoPair;

            await db.RunAsync([LedgerSql.LockBooks([line.Account])], ct);
            var returned = await db.RunAsync([Sql.Command(
                ReturnSql, new[] { id, back.Id }, user.Subject, request.Reason)], ct);
            if (returned != 2) return StatementErrors.AlreadyAssigned;
            db.Audit.Record(user, "suspense.return", id, line.Street);
            await db.SaveChangesAsync(ct);
            return new Response(id, back.Id, "RETURNED");
        }
    }
}

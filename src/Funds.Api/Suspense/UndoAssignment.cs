using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Posting;

namespace CivicPlatform.Funds.Suspense;

/// <summary>
/// POST /suspense-assignments/{id}/undo: the money waits again, by reversing entries; nothing that was written changes.
/// </summary>
public static class UndoAssignment
{
    private const string FindSql =
        "select a.account_id, a.street_code, a.division_code, u.assignment_id is not null " +
        "from suspense_assignments a left join suspense_undos u on u.assignment_id = a.id where a.id = $1";

    private const string PiecesSql =
        "select p.line_id, l.serial, l.booked_at, p.building, p.entrance, p.room, p.bill_id, p.to_bill, p.to_credit " +
        "from suspense_pieces p join bank_lines l on l.id = p.line_id where p.assignment_id = $1 order by p.no desc";

    private const string UndoSql =
        "insert into suspense_undos (assignment_id, street_code, division_code, reason, undone_by) " +
        "values ($1, $2, $3, $4, $5) on conflict do nothing";

    private const string ReopenSql =
        "update suspense_lines set status = 'OPEN', bill_id = null, assigned_by = null, assigned_at = null, " +
        "reason = null, version = version + 1 where id in " +
        "(select line_id from suspense_pieces where assignment_id = $1) and status = 'ASSIGNED'";

    public sealed record Request
    {
        /// <summary>What was wrong; kept for the auditor.</summary>
        public required string Reason { get; init; }
    }

    public sealed record Response(Guid Id, [CodesOf(typeof(AssignmentStatuses))] string Status);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/suspense-assignments/{id:guid}/undo", PostAsync).Requires(Permissions.SuspenseAssign)
            .WithTags("Suspense").WithSummary("Undo an assignment by reversal (撤销认领)")
            .WithDescription(
                "Reversing entries take the money back to suspense; the entries of the assignment stay (FUND-27). A " +
                "building that falls below its trigger raises an alert and stops nothing. 404 " +
                "suspense_assignments.not_found; 409 suspense_assignments.already_undone; 422 " +
                "suspense_assignments.spent_since; If-Match is checked when given (412).")
            .WithRequestExample("""{"reason":"户号登记有误"}""");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request.Reason, http, ct);
        return result.Succeeded(out var response, out var error) ? TypedResults.Ok(response) : error.ToProblem();
    }

    public sealed class Handler(FundsDbContext db, CurrentUser user, Assigner assigner, TimeProvider clock)
    {
        public async Task<Result<Response>> HandleAsync(Guid id, string reason, HttpContext http, CancellationToken ct)
        {
            if (new ShapeCheck().Text(reason, 200, "reason").Error is { } malformed) return malformed;
            var found = await db.RowsAsync(Sql.Command(FindSql, id), r => (
                Book: new Book(r.GetGuid(0), r.GetString(1), r.GetString(2)), IsUndone: r.GetBoolean(3)), ct);
            if (found.Count == 0) return SuspenseErrors.NotFound;
            if (http.CheckIfMatch(found[0].IsUndone ? 2 : 1) is { } stale) return stale;
            if (found[0].IsUndone) return SuspenseErrors.AlreadyUndone;

            var book = found[0].Book;
            var pieces = await db.RowsAsync(Sql.Command(PiecesSql, id), r => (
                Line: new LineToPost(r.GetGuid(0), book.Id, r.GetString(1), r.GetFieldValue<DateTimeOffset>(2),
                    r.Money(7) + r.Money(8), new UnitCode(r.GetString(3), r.GetString(4), r.GetString(5)), false),
                Bill: r.GetGuid(6), ToBill: r.Money(7), ToCredit: r.Money(8)), ct);
            var posting = await assigner.LoadAsync([.. pieces.Select(p => p.Line)], ct); // Under the book's lock now.
            var now = clock.GetUtcNow();
            foreach (var piece in pieces)
            {
                if (!posting.Reverse(piece.Line, piece.Bill, (piece.ToBill, piece.ToCredit), now))
                    return SuspenseErrors.SpentSince;
            }

            var undo = Sql.Command(UndoSql, id, book.StreetCode, book.DivisionCode, reason, user.Subject);
            if (await db.RunAsync([undo], ct) == 0) return SuspenseErrors.AlreadyUndone;
            await db.RunAsync([Sql.Command(ReopenSql, id), .. posting.Commands(now, db.Outbox.Enqueue)], ct);
            db.Audit.Record(user, "suspense_assignments.undo", id, book.StreetCode);
            await db.SaveChangesAsync(ct);
            http.SetETag(2);
            return new Response(id, AssignmentStatuses.Undone);
        }
    }
}

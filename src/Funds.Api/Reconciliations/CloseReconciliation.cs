using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.Reconciliations;

/// <summary>POST /reconciliations/{id}/close: shuts a period that agrees with the bank to the fen.</summary>
public static class CloseReconciliation
{
    private const string AccountSql = "select account_id from reconciliations where id = $1";
    private const string FindSql = "select " + Reconciliation.Columns + "where r.id = $1";
    private const string ClosedUntilSql = "select closed_until from bank_accounts where id = $1";

    // The account's day is what every later line is held against, under the same lock.
    private const string CloseSql =
        "insert into closed_periods (account_id, from_on, to_on, reconciliation_id, street_code, division_code, " +
        "bank_balance, ledger_balance, closed_by, note) " +
        "select account_id, from_on, to_on, id, street_code, division_code, bank_balance, $2, $3, $4 " +
        "from reconciliations where id = $1";

    private const string UntilSql = "update bank_accounts set closed_until = $2 where id = $1";

    public sealed record Request
    {
        /// <summary>For the auditor; not required.</summary>
        public string Note { get; init; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/reconciliations/{id:guid}/close", PostAsync).Requires(Permissions.ReconciliationWrite)
            .WithTags("Reconciliations").WithSummary("Close a period that agrees with the bank (关账)")
            .WithDescription(
                "For good: later bank lines of its days are refused (reconciliations.period_closed) unless they are " +
                "duplicates; a correction is an entry of an open day. 422 reconciliations.does_not_balance with the " +
                "figures, reconciliations.lines_unposted (passes by itself), reconciliations.not_next; 409 " +
                "reconciliations.already_closed; If-Match is checked when given (412).")
            .WithRequestExample("""{"note":"六月对账无差异"}""");

    private static async Task<Results<Ok<ReconciliationView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, http, ct);
        return result.Succeeded(out var view, out var error) ? TypedResults.Ok(view) : error.ToProblem();
    }

    public sealed class Handler(FundsDbContext db, CurrentUser user)
    {
        public async Task<Result<ReconciliationView>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct)
        {
            var shape = new ShapeCheck().OptionalText(request.Note, 200);
            if (shape.Error is { } malformed) return malformed;
            var account = await db.RowsAsync(Sql.Command(AccountSql, id), r => r.GetGuid(0), ct);
            if (account.Count == 0) return ReconciliationErrors.NotFound;
            await db.RunAsync([LedgerSql.LockBooks(account)], ct); // No line slips in from here on.

            var found = (await db.RowsAsync(Sql.Command(FindSql, id), Reconciliation.Map, ct))[0];
            if (http.CheckIfMatch(found.Version) is { } stale) return stale;
            if (found.IsClosed) return ReconciliationErrors.AlreadyClosed;
            var until = await db.RowsAsync(Sql.Command(ClosedUntilSql, account[0]), r => r.DayOrNull(0), ct);
            var figures = await ReconciliationReader.FiguresAsync(db, account[0], (found.From, found.To), ct);
            if (ReconciliationRule.Follows(found.From, until[0], figures.FirstLineOn) is { } gap) return gap;
            if (ReconciliationRule.Closes(found.BankBalance, figures) is { } refused) return refused;

            await db.RunAsync([
                Sql.Command(CloseSql, id, figures.Ledger.Yuan, user.Subject, request.Note),
                Sql.Command(UntilSql, account[0], found.To)], ct);
            db.Audit.Record(user, "reconciliations.close", id, found.StreetCode);
            await db.SaveChangesAsync(ct);
            http.SetETag(2);
            return ReconciliationView.Of(found with { IsClosed = true, LedgerBalance = figures.Ledger });
        }
    }
}

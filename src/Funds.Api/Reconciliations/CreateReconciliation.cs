using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.Reconciliations;

/// <summary>POST /reconciliations: compares a period of an account with the bank, by days of booking.</summary>
public static class CreateReconciliation
{
    private const int LongestDays = 366;

    private const string AccountSql =
        "select street_code, division_code, closed_until from bank_accounts where id = $1";

    private const string InsertSql =
        "insert into reconciliations (id, account_id, street_code, division_code, from_on, to_on, bank_balance, " +
        "balance_source, statement_id, ledger_balance, created_by) " +
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

    public sealed record Request
    {
        public required Guid AccountId { get; init; }

        /// <summary>First day; the day after the last closed period.</summary>
        public required DateOnly From { get; init; }

        /// <summary>Last day, which must be over.</summary>
        public required DateOnly To { get; init; }

        /// <summary>What the bank held at the end of the last day; left out where a statement says it.</summary>
        public Money? BankBalance { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/reconciliations", PostAsync).Requires(Permissions.ReconciliationWrite)
            .WithTags("Reconciliations").WithSummary("Compare a period with the bank (对账)")
            .WithDescription(
                "Nothing is closed by it: the answer says the gap, what may explain it, and what waits for a person. " +
                "The bank's balance comes from an imported camt.053 statement of the last day, or from the request. " +
                "404 accounts.not_found; 422 reconciliations.not_next, reconciliations.leaves_out, " +
                "reconciliations.not_over, reconciliations.balance_missing, reconciliations.balance_differs.")
            .WithRequestExample(
                """
                {"accountId":"01a1fc78-884c-7a7a-9c0a-e33201116603","from":"2023-06-01","to":"2023-06-30",
                 "bankBalance":"1613.70"}
                """);

    private static async Task<Results<Created<ReconciliationView>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync(request, ct);
        if (!result.Succeeded(out var view, out var error)) return error.ToProblem();
        http.SetETag(1);
        return TypedResults.Created($"/api/v1/reconciliations/{view.Id}", view);
    }

    public sealed class Handler(FundsDbContext db, ICivilClock civil, CurrentUser user)
    {
        public async Task<Result<ReconciliationView>> HandleAsync(Request request, CancellationToken ct)
        {
            var shape = new ShapeCheck().That(request.From <= request.To
                && request.To.DayNumber - request.From.DayNumber < LongestDays && request.From.Year >= 2000,
                "to", "period.malformed", "to 不得早于 from，期间不超过 366 天");
            if (shape.Error is { } malformed) return malformed;
            var found = await db.RowsAsync(Sql.Command(AccountSql, request.AccountId), r => (
                Street: r.GetString(0), Division: r.GetString(1), ClosedUntil: r.DayOrNull(2)), ct);
            if (found.Count == 0) return LedgerErrors.AccountNotFound;
            var account = found[0];
            var today = CivilTime.DayOf(await civil.NowAsync(account.Street, ct));
            if (request.To >= today) return ReconciliationErrors.NotOver;
            var figures = await ReconciliationReader.FiguresAsync(
                db, request.AccountId, (request.From, request.To), ct);
            if (ReconciliationRule.Follows(request.From, account.ClosedUntil, figures.FirstLineOn) is { } refused)
                return refused;
            var statement = await ReconciliationReader.StatementAsync(db, request.AccountId, request.To, ct);
            if (!ReconciliationRule.Balance(request.BankBalance, statement?.Closing)
                .Succeeded(out var balance, out var unclear)) return unclear;

            var made = new Reconciliation(Guid.CreateVersion7(), request.AccountId, account.Street, request.From,
                request.To, balance, statement is null ? BalanceSources.Stated : BalanceSources.Statement,
                figures.Ledger, IsClosed: false);
            await db.RunAsync([Sql.Command(InsertSql, made.Id, made.AccountId, account.Street, account.Division,
                made.From, made.To, balance.Yuan, made.BalanceSource, statement?.Id, made.LedgerBalance.Yuan,
                user.Subject)], ct);
            db.Audit.Record(user, "reconciliations.create", made.Id, account.Street);
            await db.SaveChangesAsync(ct);
            return await ReconciliationView.ReadAsync(db, made, ct);
        }
    }
}

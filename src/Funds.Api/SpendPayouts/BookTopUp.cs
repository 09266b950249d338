using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.MaintenanceFund;
using CivicPlatform.Funds.SpendRequests;

namespace CivicPlatform.Funds.SpendPayouts;

/// <summary>POST /spend-requests/{id}/receivable-payments: a household pays what it lacked (FUND-18).</summary>
public static class BookTopUp
{
    private const string Kind = "SPEND_TOP_UP";

    private const string OwedSql =
        "select s.amount - s.funded - coalesce(sum(p.amount), 0) from spend_shares s left join spend_top_ups p " +
        "on p.request_id = s.request_id and p.unit_id = s.unit_id where s.request_id = $1 and s.unit_id = $2 " +
        "group by s.id, s.amount, s.funded";

    private const string InsertSql =
        "insert into spend_top_ups (id, request_id, street_code, division_code, unit_id, amount, bank_line_id, " +
        "booked_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    public sealed record Request
    {
        public required Guid UnitId { get; init; }
        public required Money Amount { get; init; }
        public required string BankSerial { get; init; }
        public required string BookedAt { get; init; }
    }

    /// <param name="Owed">What this household still owes for these works.</param>
    public sealed record Response(Guid Id, Guid UnitId, Money Amount, Money Owed);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/spend-requests/{id:guid}/receivable-payments", PostAsync).Requires(Permissions.SpendAdvance)
            .WithTags("Spend payouts").WithSummary("Book what a household pays up (业主补足)")
            .WithDescription(
                "Under the bank's serial, once; a line that waits in suspense is taken from there. The contractor " +
                "can be paid from it. 422 spend_payouts.nothing_owed, beyond_owed (FUND-18); 409 " +
                "spending.bank_serial_taken, spend_requests.wrong_status; 422 spend_requests.decision_revoked.")
            .WithRequestExample(
                """
                {"unitId":"01a1fc79-33c2-7b44-a1d0-7d7c51b0a901","amount":"1782.55","bankSerial":"W20260000511",
                 "bookedAt":"2026-09-20 10:15:00"}
                """);

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var shape = FundMoney.Check(request.BankSerial, request.BookedAt, request.Amount, out var bookedAt);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var result = await handler.HandleAsync(id, request, bookedAt, http, ct);
        if (!result.Succeeded(out var response, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/spend-requests/{id}/receivable-payments/{response.Id}", response);
    }

    public sealed class Handler(FundsDbContext db, SpendDesk desk, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(
            Guid id, Request request, DateTimeOffset bookedAt, HttpContext http, CancellationToken ct)
        {
            var taken = await desk.TakeAsync(id, http, ct);
            if (!taken.Succeeded(out var spend, out var error)) return error;
            if (spend.CanPay().Error is { } wrong) return wrong;
            var owed = await db.RowsAsync(Sql.Command(OwedSql, id, request.UnitId), r => r.Money(0), ct);
            if (owed.Count == 0 || owed[0] == Money.Zero) return PayoutErrors.NothingOwed;
            if (request.Amount > owed[0]) return PayoutErrors.BeyondOwed(request.Amount, owed[0]);
            var book = HouseholdMoney.BookOf(spend);
            var money = new FundMoney(request.BankSerial, bookedAt, request.Amount);
            var claimed = await money.ClaimAsync(db, book, user.Subject, Kind, ct);
            if (!claimed.Succeeded(out var claim, out var notOurs)) return notOurs;

            var paid = Guid.CreateVersion7();
            Guid Of(LedgerKind kind) => LedgerAccount.IdOf(book.Id, kind);
            await db.RunAsync([.. claim.Commands,
                LedgerSql.Insert([
                    new Transfer(book, Of(LedgerKind.SUSPENSE), HouseholdMoney.Receivable(spend, request.UnitId),
                        request.Amount, Kind, paid, claim.EntryDate),
                    // The contractor's claim moves with it: from what nobody has paid for to what is there.
                    new Transfer(book, Of(LedgerKind.CONTRACTOR_UNFUNDED), Of(LedgerKind.CONTRACTOR_PAYABLE),
                        request.Amount, Kind, paid, claim.EntryDate)]),
                Sql.Command(InsertSql, paid, id, spend.StreetCode, spend.DivisionCode, request.UnitId,
                    request.Amount.Yuan, claim.LineId, bookedAt, user.Subject)], ct);
            db.Audit.Record(user, "spend_payouts.top_up", paid, spend.StreetCode);
            await db.SaveChangesAsync(ct);
            return new Response(paid, request.UnitId, request.Amount, owed[0] - request.Amount);
        }
    }
}

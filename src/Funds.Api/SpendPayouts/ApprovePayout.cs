using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.SpendRequests;

namespace CivicPlatform.Funds.SpendPayouts;

/// <summary>POST /spend-requests/{id}/payouts/{payoutId}/approve: a second person lets the money be held.</summary>
public static class ApprovePayout
{
    /// <summary>Kind of the reservation.</summary>
    public const string Kind = "SPEND_PAYOUT";

    private const int MaxDays = 366;

    /// <param name="HeldUntil">Last civil day on which the bank may pay on this approval.</param>
    public sealed record Request(DateOnly HeldUntil);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/spend-requests/{id:guid}/payouts/{payoutId:guid}/approve", PostAsync)
            .Requires(Permissions.PayoutApprove)
            .WithTags("Spend payouts").WithSummary("Approve a payment as a second person (审批付款)")
            .WithDescription(
                "By another person than the one who asked: 422 spend_payouts.same_person. Holds the money, of this " +
                "request's households only: 422 spend_payouts.beyond_funded (FUND-18). What stops an asking stops an " +
                "approval too. 409 spend_payouts.wrong_status; 404 spend_payouts.not_found.")
            .WithRequestExample("""{"heldUntil":"2024-12-31"}""");

    private static async Task<Results<Ok<PayoutView>, ProblemHttpResult>> PostAsync(
        Guid id, Guid payoutId, Request request, FundsDbContext db, PayoutDesk desk, SpendDesk spending,
        CurrentUser user, HttpContext http, CancellationToken ct)
    {
        var taken = await desk.TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var spend, out var error)) return error.ToProblem();
        if (await desk.FindAsync(id, payoutId, ct) is not { } payout) return PayoutErrors.NotFound.ToProblem();
        var today = await spending.TodayAsync(spend.StreetCode, ct);
        if (request.HeldUntil < today || request.HeldUntil > today.AddDays(MaxDays))
            return PayoutErrors.HoldOutOfRange.ToProblem();
        if (payout.Approve(user.Subject, request.HeldUntil).Error is { } refused) return refused.ToProblem();
        var room = await PayoutRoom.ReadAsync(db, id, ct);
        if (room.CheckFunded(payout.Amount).Error is { } unfunded) return unfunded.ToProblem();

        var book = HouseholdMoney.BookOf(spend);
        await db.RunAsync([ReservationSql.Reserve([new Reservation(book,
            LedgerAccount.IdOf(book.Id, LedgerKind.CONTRACTOR_PAYABLE), payout.Amount, Kind, payout.Id,
            request.HeldUntil)])], ct);
        db.Audit.Record(user, "spend_payouts.approve", payout.Id, spend.StreetCode);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(PayoutView.Of(payout, spend));
    }
}

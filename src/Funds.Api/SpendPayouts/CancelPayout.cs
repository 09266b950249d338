using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.SpendRequests;

namespace CivicPlatform.Funds.SpendPayouts;

/// <summary>POST /spend-requests/{id}/payouts/{payoutId}/cancel: gives a payout up; its money is free again.</summary>
public static class CancelPayout
{
    private const int MaxReason = 200;

    /// <param name="Reason">The office's words, no person; at most 200 characters.</param>
    public sealed record Request(string Reason);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/spend-requests/{id:guid}/payouts/{payoutId:guid}/cancel", PostAsync)
            .Requires(Permissions.PayoutAsk)
            .WithTags("Spend payouts").WithSummary("Give up a payment that was not made (撤销付款)")
            .WithDescription(
                "PENDING or APPROVED, expired or not; a paid one is a fact (409 spend_payouts.wrong_status). 404 " +
                "spend_payouts.not_found.")
            .WithRequestExample("""{"reason":"审批过期，重新申请"}""");

    private static async Task<Results<Ok<PayoutView>, ProblemHttpResult>> PostAsync(
        Guid id, Guid payoutId, Request request, FundsDbContext db, PayoutDesk desk, SpendDesk spending,
        CurrentUser user, HttpContext http, CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Reason, MaxReason).Error is { } malformed) return malformed.ToProblem();
        var taken = await spending.TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var spend, out var error)) return error.ToProblem();
        if (await desk.FindAsync(id, payoutId, ct) is not { } payout) return PayoutErrors.NotFound.ToProblem();
        if (payout.Cancel().Error is { } refused) return refused.ToProblem();
        await db.RunAsync([ReservationSql.End(payout.Id, ReservationOutcome.RELEASED)], ct);
        db.Audit.Record(user, "spend_payouts.cancel", payout.Id, spend.StreetCode);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(PayoutView.Of(payout, spend));
    }
}

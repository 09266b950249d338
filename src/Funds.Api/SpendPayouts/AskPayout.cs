using CivicPlatform.Funds.SpendRequests;

namespace CivicPlatform.Funds.SpendPayouts;

/// <summary>POST and GET /spend-requests/{id}/payouts: asks for a payment; lists what was asked for.</summary>
public static class AskPayout
{
    private const int MaxPayouts = 200;

    /// <param name="Kind">INSTALMENT up to what was settled without the retention; RETENTION after its day.</param>
    public sealed record Request(PayoutKind Kind, Money Amount);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/spend-requests/{id:guid}/payouts", PostAsync).Requires(Permissions.PayoutAsk)
            .WithTags("Spend payouts").WithSummary("Ask for a payment to the contractor (申请付款)")
            .WithDescription(
                "To the account of the contract only (FUND-22). 422 spend_payouts.not_accepted before acceptance and " +
                "settlement (004-15), posting_missing and objection_open for an emergency use (FUND-24), " +
                "retention_held, beyond_settled (FUND-23); 422 spend_requests.decision_revoked, rule EVT-01. Another " +
                "person approves it.")
            .WithRequestExample("""{"kind":"INSTALMENT","amount":"27742.00"}""");
        routes.MapGet("/spend-requests/{id:guid}/payouts", ListAsync).Requires(Permissions.SpendRead)
            .WithTags("Spend payouts").WithSummary("List the payments of a spend request (付款记录)")
            .WithDescription("Oldest first, all of them, at most 200. 404 spend_requests.not_found.");
    }

    private static async Task<Results<Created<PayoutView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, FundsDbContext db, PayoutDesk desk, SpendDesk spending, CurrentUser user,
        HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().That(
            request.Amount > Money.Zero, "amount", "amount.not_positive", "金额应大于零");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var taken = await desk.TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var spend, out var error)) return error.ToProblem();
        var facts = await spending.FactsAsync(spend.StreetCode, ct);
        var room = await PayoutRoom.ReadAsync(db, id, ct);
        if (room.CheckAsked(spend, request.Kind, request.Amount, facts.On).Error is { } refused)
            return refused.ToProblem();
        if (await db.Payouts.CountAsync(p => p.RequestId == id, ct) >= MaxPayouts)
            return SpendErrors.TooManyMoves.ToProblem();

        var payout = Payout.Of(spend, request.Kind, request.Amount, facts);
        db.Add(payout);
        db.Audit.Record(user, "spend_payouts.ask", payout.Id, spend.StreetCode, $"{request.Kind}");
        await db.SaveChangesAsync(ct);
        return TypedResults.Created(
            $"/api/v1/spend-requests/{id}/payouts/{payout.Id}", PayoutView.Of(payout, spend));
    }

    private static async Task<Results<Ok<Page<PayoutView>>, ProblemHttpResult>> ListAsync(
        Guid id, FundsDbContext db, CancellationToken ct)
    {
        var request = await db.SpendRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
        if (request is null) return SpendErrors.NotFound.ToProblem();
        var payouts = await db.Payouts.AsNoTracking().Where(p => p.RequestId == id).OrderBy(p => p.Id)
            .Take(MaxPayouts).ToListAsync(ct);
        return TypedResults.Ok(new Page<PayoutView>([.. payouts.Select(p => PayoutView.Of(p, request))], null));
    }
}

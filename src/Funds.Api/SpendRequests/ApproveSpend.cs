namespace CivicPlatform.Funds.SpendRequests;

/// <summary>POST /spend-requests/{id}/approve: the owners' effective decision allows the use (EVT-01).</summary>
public static class ApproveSpend
{
    /// <param name="DecisionId">Of the motion that was named.</param>
    public sealed record Request(Guid DecisionId);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/spend-requests/{id:guid}/approve", PostAsync).Requires(Permissions.SpendAdvance)
            .WithTags("Spend requests").WithSummary("Rest the use on the owners' decision (业主决定生效)")
            .WithDescription(
                "The decision of the named motion, effective, of this estate, matter M5, the same scope, and of an " +
                "amount that covers the budget: 422 spend_requests.decision_not_effective, decision_of_other_estate, " +
                "decision_of_other_matter, decision_of_other_motion, decision_of_other_scope, amount_not_approved, " +
                "decision_used, decision_revoked, rule EVT-01. Effective means posted: the request is PUBLICISED. " +
                "409 spend_requests.wrong_status.")
            .WithRequestExample("""{"decisionId":"01a1fc79-33c2-7b44-a1d0-7d7c51b0a901"}""");

    private static async Task<Results<Ok<SpendView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, FundsDbContext db, SpendDesk desk, HttpContext http, CancellationToken ct)
    {
        var taken = await desk.TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var spend, out var error)) return error.ToProblem();
        if (await EffectiveUse.FindAsync(db, request.DecisionId, ct) is not { } decision)
            return SpendErrors.NotEffective.ToProblem();
        var facts = await desk.FactsAsync(spend.StreetCode, ct);
        if (spend.Approve(decision, facts).Error is { } refused) return refused.ToProblem();
        // The estate has one fund, whose lock is held: nobody else can be using this decision now.
        if (await db.SpendRequests.AnyAsync(r => r.DecisionId == decision.Id && r.Id != id, ct))
            return SpendErrors.DecisionUsed.ToProblem();
        return TypedResults.Ok(await desk.SaveAsync(spend, "spend_requests.approve", http, ct));
    }
}

namespace CivicPlatform.Funds.SpendRequests;

/// <summary>POST /spend-requests/{id}/start-voting: names the motion in which the owners are asked.</summary>
public static class StartVoting
{
    /// <param name="MotionId">A motion of matter M5 over the same scope.</param>
    public sealed record Request(Guid MotionId);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/spend-requests/{id:guid}/start-voting", PostAsync).Requires(Permissions.SpendAdvance)
            .WithTags("Spend requests").WithSummary("Name the motion of the owners (提交业主表决)")
            .WithDescription(
                "A motion of this estate, matter M5, same scope: 422 spend_requests.motion_of_other, vote_failed. A " +
                "count that fails ends the request by itself (REJECTED_VOTE). 409 spend_requests.motion_unknown " +
                "passes by itself, spend_requests.wrong_status. If-Match is checked when given (412).")
            .WithRequestExample("""{"motionId":"01a1fc79-33c2-7b44-a1d0-7d7c51b0a901"}""");

    private static async Task<Results<Ok<SpendView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, FundsDbContext db, SpendDesk desk, HttpContext http, CancellationToken ct)
    {
        var taken = await desk.TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var spend, out var error)) return error.ToProblem();
        if (await VotedMotion.TakeAsync(db, request.MotionId, ct) is not { } motion)
            return SpendErrors.MotionUnknown.ToProblem();
        var facts = await desk.FactsAsync(spend.StreetCode, ct);
        if (spend.StartVoting(motion, facts).Error is { } refused) return refused.ToProblem();
        return TypedResults.Ok(await desk.SaveAsync(spend, "spend_requests.start_voting", http, ct));
    }
}

namespace CivicPlatform.Funds.SharedCosts;

/// <summary>POST /shared-costs/{id}/approve and /cancel.</summary>
public static class ApproveSharedCost
{
    /// <param name="Reason">The office's words, no person; at most 200 characters.</param>
    public sealed record CancelRequest(string Reason);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/shared-costs/{id:guid}/approve", ApproveAsync).Requires(Permissions.SharedCostApprove)
            .WithTags("Shared costs").WithSummary("Approve a shared cost as a second person (审批共同费用)")
            .WithDescription(
                "By another person than the one who wrote it down: 422 shared_costs.same_person, rule FUND-27. 409 " +
                "shared_costs.wrong_status; 404 shared_costs.not_found; If-Match is checked when given (412).");
        routes.MapPost("/shared-costs/{id:guid}/cancel", CancelAsync).Requires(Permissions.SpendingRecord)
            .WithTags("Shared costs").WithSummary("Give up a shared cost that nobody paid (撤销共同费用)")
            .WithDescription(
                "The invoice may then be written down again. 409 shared_costs.part_paid, rule LIFT-05, " +
                "shared_costs.wrong_status; 404 shared_costs.not_found; If-Match is checked when given (412).")
            .WithRequestExample("""{"reason":"份额有误，重新登记"}""");
    }

    private static async Task<Results<Ok<SharedCostView>, ProblemHttpResult>> ApproveAsync(
        Guid id, SharedCostDesk desk, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        if (!(await desk.TakeAsync(id, http, ct)).Succeeded(out var cost, out var error)) return error.ToProblem();
        if (cost.Approve(user.Subject).Error is { } refused) return refused.ToProblem();
        return TypedResults.Ok(await desk.SaveAsync(cost, "shared_costs.approve", http, ct));
    }

    private static async Task<Results<Ok<SharedCostView>, ProblemHttpResult>> CancelAsync(
        Guid id, CancelRequest request, SharedCostDesk desk, HttpContext http, CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Reason, 200).Error is { } malformed) return malformed.ToProblem();
        if (!(await desk.TakeAsync(id, http, ct)).Succeeded(out var cost, out var error)) return error.ToProblem();
        if (cost.Cancel().Error is { } refused) return refused.ToProblem();
        return TypedResults.Ok(await desk.SaveAsync(cost, "shared_costs.cancel", http, ct));
    }
}

namespace CivicPlatform.Funds.SpendRequests;

/// <summary>POST /spend-requests/{id}/emergency: asks to go without a vote (FUND-24).</summary>
public static class DeclareEmergency
{
    private const int MaxCode = 40;

    /// <param name="Situation">Code of the policy profile, such as ROOF_OR_WALL_LEAK.</param>
    /// <param name="Document">Kind of the paper that proves it.</param>
    /// <param name="DocumentHash">SHA-256 of that paper.</param>
    public sealed record Request(
        string Situation, EmergencyDocument Document = EmergencyDocument.NONE, string? DocumentHash = null);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/spend-requests/{id:guid}/emergency", PostAsync).Requires(Permissions.SpendEmergency)
            .WithTags("Spend requests").WithSummary("Declare an emergency use (申请应急使用)")
            .WithDescription(
                "By the policy profile of the place: its situations, the paper that each needs, its cap on the " +
                "initial deposits. Skips the vote, never posting, acceptance, settlement or the split (FUND-24). 422 " +
                "spend_emergencies.situation_unknown, document_missing, other_part, beyond_limit, deposits_unknown, " +
                "no_rules; 409 spend_requests.wrong_status.")
            .WithRequestExample(
                """
                {"situation":"ROOF_OR_WALL_LEAK","document":"APPRAISAL",
                 "documentHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
                """);

    private static async Task<Results<Ok<SpendView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, FundsDbContext db, SpendDesk desk, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().Text(request.Situation, MaxCode)
            .OptionalHash(request.DocumentHash, "documentHash");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var taken = await desk.TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var spend, out var error)) return error.ToProblem();
        var facts = await desk.FactsAsync(spend.StreetCode, ct, request.DocumentHash);
        var claim = new EmergencyClaim(request.Situation, request.Document, request.DocumentHash);
        var deposits = await InitialDeposits.ReadAsync(db, spend, ct);
        if (spend.DeclareEmergency(claim, deposits, facts).Error is { } refused) return refused.ToProblem();
        return TypedResults.Ok(await desk.SaveAsync(spend, "spend_requests.emergency", http, ct));
    }
}

namespace CivicPlatform.Funds.SpendRequests;

/// <summary>POST /spend-requests/{id}/emergency-confirmation: who the place's rules name has confirmed it.</summary>
public static class ConfirmEmergency
{
    private const int MaxBodies = 5;

    /// <summary>Who may confirm somewhere.</summary>
    public static readonly IReadOnlyList<string> Bodies =
        ["ASSEMBLY", "COMMITTEE", "RESIDENTS_COMMITTEE", "STREET_OFFICE", "DISTRICT", "FUND_AGENCY", "OWNERS",
            "PROPERTY_COMPANY"];

    /// <param name="By">Codes of who confirmed; 1 to 5.</param>
    /// <param name="DocumentHash">SHA-256 of their paper; of the protocol of the site, where they signed one.</param>
    /// <param name="HarmPresent">The harm is there still; asked when somebody acts after silence.</param>
    public sealed record Request(IReadOnlyList<string> By, string DocumentHash, bool HarmPresent = false);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/spend-requests/{id:guid}/emergency-confirmation", PostAsync)
            .Requires(Permissions.SpendEmergency)
            .WithTags("Spend requests").WithSummary("Record who confirmed the emergency (应急使用确认)")
            .WithDescription(
                "By whom, the policy profile says: ASSEMBLY, COMMITTEE, RESIDENTS_COMMITTEE, STREET_OFFICE, " +
                "DISTRICT, FUND_AGENCY, OWNERS, PROPERTY_COMPANY. In Shanghai the district may act once the " +
                "committee has been silent for seven days and the harm is there (004-16): 422 " +
                "spend_emergencies.reply_pending names the last day, no_harm, not_confirmed. 409 " +
                "spend_requests.wrong_status.")
            .WithRequestExample(
                """
                {"by":["COMMITTEE"],
                 "documentHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
                """);

    private static async Task<Results<Ok<SpendView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, SpendDesk desk, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().Hash(request.DocumentHash, "documentHash")
            .That(request.By.Count is > 0 and <= MaxBodies && request.By.All(Bodies.Contains), "by", "code.unknown",
                $"应为 1 至 {MaxBodies} 个：{string.Join('、', Bodies)}");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var result = await desk.StepAsync(id, "spend_requests.confirm_emergency",
            (r, _, facts) => r.ConfirmEmergency(new EmergencyConfirmation(request.By, request.HarmPresent), facts),
            (request.DocumentHash, null), http, ct);
        return result.Succeeded(out var view, out var error) ? TypedResults.Ok(view) : error.ToProblem();
    }
}

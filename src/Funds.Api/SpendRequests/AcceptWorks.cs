namespace CivicPlatform.Funds.SpendRequests;

/// <summary>POST /spend-requests/{id}/accept: the authority accepted the works; then money may follow.</summary>
public static class AcceptWorks
{
    private const int MaxText = 100;

    /// <param name="Authority">Who accepted.</param>
    /// <param name="AcceptedOn">Civil day of the acceptance.</param>
    /// <param name="EvidenceHash">SHA-256 of its protocol.</param>
    public sealed record Request(string Authority, DateOnly AcceptedOn, string EvidenceHash);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/spend-requests/{id:guid}/accept", PostAsync).Requires(Permissions.SpendAdvance)
            .WithTags("Spend requests").WithSummary("Record the acceptance of the works (验收)")
            .WithDescription(
                "By the authority, with its protocol. 422 spend_works.accepted_in_future; 409 " +
                "spend_requests.wrong_status; 422 spend_requests.decision_revoked.")
            .WithRequestExample(
                """
                {"authority":"区房管局","acceptedOn":"2024-09-30",
                 "evidenceHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
                """);

    private static async Task<Results<Ok<SpendView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, SpendDesk desk, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().Text(request.Authority, MaxText).Hash(request.EvidenceHash, "evidenceHash");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var result = await desk.StepAsync(id, "spend_requests.accept",
            (r, _, facts) => r.Accept(request.AcceptedOn, facts with { Reference = request.Authority }),
            (request.EvidenceHash, null), http, ct);
        return result.Succeeded(out var view, out var error) ? TypedResults.Ok(view) : error.ToProblem();
    }
}

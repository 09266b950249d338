namespace CivicPlatform.Funds.SpendRequests;

/// <summary>POST /spend-requests/{id}/hold and /resume: an objection holds everything until it is settled.</summary>
public static class HoldSpend
{
    private const int MaxNote = 500;

    /// <param name="DocumentHash">SHA-256 of the objection, or of the paper that settles it.</param>
    /// <param name="Note">The office's words, no person; at most 500 characters.</param>
    public sealed record Request(string DocumentHash, string Note);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/spend-requests/{id:guid}/hold", (Guid id, Request request, SpendDesk desk, HttpContext http,
                CancellationToken ct) => StepAsync(id, request, ("spend_requests.hold", (r, _, facts) =>
                r.Hold(facts)), desk, http, ct))
            .Requires(Permissions.SpendAdvance)
            .WithTags("Spend requests").WithSummary("Hold a spend request for an objection (异议暂停)")
            .WithDescription(
                "From then on every step is refused until POST /spend-requests/{id}/resume. 409 " +
                "spend_requests.wrong_status; 422 spend_requests.decision_revoked.")
            .WithRequestExample(Example("业主对施工方案提出书面异议"));
        routes.MapPost("/spend-requests/{id:guid}/resume", (Guid id, Request request, SpendDesk desk, HttpContext http,
                CancellationToken ct) => StepAsync(id, request, ("spend_requests.resume", (r, _, facts) =>
                r.Resume(facts)), desk, http, ct))
            .Requires(Permissions.SpendAdvance)
            .WithTags("Spend requests").WithSummary("Go on after an objection was settled (异议了结)")
            .WithDescription("Back to where it stood. 409 spend_requests.wrong_status unless OBJECTED.")
            .WithRequestExample(Example("已书面答复，业主无异议"));
    }

    private static async Task<Results<Ok<SpendView>, ProblemHttpResult>> StepAsync(
        Guid id, Request request, (string Action, Func<SpendRequest, DateOnly, MoveFacts, Result> Step) act,
        SpendDesk desk, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().Hash(request.DocumentHash, "documentHash").Text(request.Note, MaxNote);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var result = await desk.StepAsync(id, act.Action, act.Step, (request.DocumentHash, request.Note), http, ct);
        return result.Succeeded(out var view, out var error) ? TypedResults.Ok(view) : error.ToProblem();
    }

    private static string Example(string note) =>
        $$"""{"documentHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","note":"{{note}}"}""";
}

using CivicPlatform.Cases.Handling;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Suspensions;

/// <summary>POST /cases/{id}/resume: the cause is gone: the clock runs again (销账).</summary>
public static class ResumeCase
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/resume", PostAsync).Requires(Permissions.CaseRule)
            .WithTags("Handling").WithSummary("Resume a suspended case (销账恢复)")
            .WithDescription(
                "What is left of the time runs on from today. " +
                "404 intake.case_not_found; 409 handling.not_now names what may be done instead. If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{"note":"规划已批复。"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, NoteRequest request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        request.Check() is { } malformed
            ? malformed.ToAnswerAsync()
            : desk.MoveAsync(id, _ => new MoveDraft(MoveKinds.Resume) { Note = request.Note }, http, ct)
                .ToAnswerAsync();
}

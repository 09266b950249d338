using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Handling;

/// <summary>POST /cases/{id}/sign: the department takes it up; a reopened case is taken up again.</summary>
public static class SignCase
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/sign", PostAsync).Requires(Permissions.CaseHandle)
            .WithTags("Handling").WithSummary("Take a case up (签收)")
            .WithDescription(
                "The clock has run since the dispatch (CASE-10), signed or not. " +
                "404 intake.case_not_found; 409 handling.not_now names what may be done instead. If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, NoteRequest request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        request.Check() is { } malformed
            ? malformed.ToAnswerAsync()
            : desk.MoveAsync(id, _ => new MoveDraft(MoveKinds.Sign) { Note = request.Note }, http, ct).ToAnswerAsync();
}

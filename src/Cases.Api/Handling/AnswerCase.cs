using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Handling;

/// <summary>POST /cases/{id}/answer: answered at once, consultations only (4.2a).</summary>
public static class AnswerCase
{
    public sealed record Request
    {
        /// <summary>1 to 2,000 characters; kept ciphered.</summary>
        public required string Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/answer", PostAsync).Requires(Permissions.CaseDispatch)
            .WithTags("Handling").WithSummary("Answer a consultation at once (即时答复)")
            .WithDescription(
                "Only what came as a consultation: 422 handling.only_consultation, rule CASE-01. The case ends " +
                "as ANSWERED. " +
                "404 intake.case_not_found; 409 handling.not_now names what may be done instead. If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{"note":"已告知办理地点与材料。"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        Check(request) is { } malformed
            ? malformed.ToAnswerAsync()
            : desk.MoveAsync(id, _ => new MoveDraft(MoveKinds.Answer) { Note = request.Note }, http, ct)
                .ToAnswerAsync();

    private static Error? Check(Request request) => new ShapeCheck()
        .Text(request.Note, HandlingLimits.Note)
        .Error;
}

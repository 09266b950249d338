using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Handling;

/// <summary>POST /cases/{id}/comments: a word among the staff, or one to the reporter.</summary>
public static class AddComment
{
    /// <summary>For whom a comment is.</summary>
    public static readonly IReadOnlyList<string> Audiences = ["INTERNAL", "REPORTER"];

    public sealed record Request
    {
        /// <summary>INTERNAL or REPORTER.</summary>
        [CodesOf(typeof(AddComment), nameof(Audiences))]
        public required string Audience { get; init; }

        /// <summary>1 to 2,000 characters; kept ciphered.</summary>
        public required string Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/comments", PostAsync).Requires(Permissions.CaseHandle)
            .WithTags("Handling").WithSummary("Comment on a case (备注)")
            .WithDescription(
                "INTERNAL stays among the staff; REPORTER is what was told to him. Kept ciphered. " +
                "404 intake.case_not_found; 409 handling.not_now names what may be done instead. If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{"audience":"INTERNAL","note":"已联系维保单位。"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        Check(request) is { } malformed
            ? malformed.ToAnswerAsync()
            : desk.MoveAsync(id, _ => new MoveDraft(MoveKinds.Comment)
            {
                Code = request.Audience, Note = request.Note,
            }, http, ct).ToAnswerAsync();

    private static Error? Check(Request request) => new ShapeCheck()
        .Code(request.Audience, Audiences).Text(request.Note, HandlingLimits.Note)
        .Error;
}

using CivicPlatform.Cases.Handling;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Dispatching;

/// <summary>POST /cases/{id}/contacts: the reporter was spoken to first (先行联系); the work begins.</summary>
public static class RecordContact
{
    public sealed record Request
    {
        /// <summary>When it was, with its offset; now when left out.</summary>
        public DateTimeOffset? At { get; init; }

        /// <summary>At most 2,000 characters; kept ciphered.</summary>
        public string? Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/contacts", PostAsync).Requires(Permissions.CaseHandle)
            .WithTags("Handling").WithSummary("Record the first contact (先行联系)")
            .WithDescription(
                "A fact of the response rate. 422 handling.not_signed (CASE-06), handling.happened_in_future " +
                "(CASE-10) when it lies " +
                "before the dispatch or ahead of now. " +
                "404 intake.case_not_found; 409 handling.not_now names what may be done instead. If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{"at":"2023-02-06T10:30:00+08:00","note":"已电话联系诉求人。"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        Check(request) is { } malformed
            ? malformed.ToAnswerAsync()
            : desk.MoveAsync(id, _ => new MoveDraft(MoveKinds.Contact)
            {
                HappenedAt = request.At, Note = request.Note,
            }, http, ct).ToAnswerAsync();

    private static Error? Check(Request request) => new ShapeCheck()
        .OptionalText(request.Note, HandlingLimits.Note)
        .Error;
}

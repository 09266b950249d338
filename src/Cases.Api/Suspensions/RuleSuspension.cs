using CivicPlatform.Cases.Handling;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Suspensions;

/// <summary>POST /cases/{id}/suspension-rulings: the district approves or refuses (CASE-12).</summary>
public static class RuleSuspension
{
    public sealed record Request
    {
        public required bool Approved { get; init; }

        /// <summary>At most 2,000 characters; kept ciphered.</summary>
        public string? Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/suspension-rulings", PostAsync).Requires(Permissions.CaseSuspend)
            .WithTags("Handling").WithSummary("Rule on a suspension (批准挂账)")
            .WithDescription(
                "Approved: the clock stands still from now on. By another than who asked: 422 " +
                "handling.approver_is_requester, " +
                "handling.no_suspension_waits, rule CASE-12. " +
                "404 intake.case_not_found; 409 handling.not_now names what may be done instead. If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{"approved":true,"note":"同意挂账。"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        Check(request) is { } malformed
            ? malformed.ToAnswerAsync()
            : desk.MoveAsync(id, _ => new MoveDraft(request.Approved ? MoveKinds.Suspend : MoveKinds.SuspendRefuse)
            {
                Note = request.Note,
            }, http, ct).ToAnswerAsync();

    private static Error? Check(Request request) => new ShapeCheck()
        .OptionalText(request.Note, HandlingLimits.Note)
        .Error;
}

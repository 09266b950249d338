using CivicPlatform.Cases.Handling;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Suspensions;

/// <summary>
/// POST /cases/{id}/suspension-requests: the office asks to suspend what an objective cause blocks (CASE-12).
/// </summary>
public static class RequestSuspension
{
    /// <summary>Objective causes (客观原因).</summary>
    public static readonly IReadOnlyList<string> Reasons =
        ["PLANNING", "FUNDS", "LEGAL_PROCEDURE", "OWNERS_UNDECIDED", "SEASON", "OTHER"];

    public sealed record Request
    {
        [CodesOf(typeof(RequestSuspension), nameof(Reasons))]
        public required string Reason { get; init; }

        /// <summary>Day by which it shall go on.</summary>
        public required DateOnly TargetOn { get; init; }

        /// <summary>What the public is told, 1 to 2,000 characters.</summary>
        public required string PublicExplanation { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/suspension-requests", PostAsync).Requires(Permissions.CaseRule)
            .WithTags("Handling").WithSummary("Ask to suspend a case (申请挂账)")
            .WithDescription(
                "The clock runs on until the district has approved. 422 handling.suspension_waits, " +
                "handling.target_passed, rule " +
                "CASE-12. " +
                "404 intake.case_not_found; 409 handling.not_now names what may be done instead. If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{"reason":"PLANNING","targetOn":"2023-12-31","publicExplanation":"待规划调整后实施。"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        Check(request) is { } malformed
            ? malformed.ToAnswerAsync()
            : desk.MoveAsync(id, _ => new MoveDraft(MoveKinds.SuspendRequest)
            {
                Code = request.Reason, Day = request.TargetOn, Note = request.PublicExplanation,
            }, http, ct).ToAnswerAsync();

    private static Error? Check(Request request) => new ShapeCheck()
        .Code(request.Reason, Reasons).Text(request.PublicExplanation, HandlingLimits.Note)
        .Error;
}

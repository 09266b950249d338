using CivicPlatform.Cases.Handling;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Suspensions;

/// <summary>POST /cases/{id}/suspension-reviews: a suspended case is looked at again and stays suspended.</summary>
public static class ReviewSuspension
{
    public sealed record Request
    {
        /// <summary>Day by which it shall go on.</summary>
        public required DateOnly TargetOn { get; init; }

        /// <summary>1 to 2,000 characters; kept ciphered.</summary>
        public required string Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/suspension-reviews", PostAsync).Requires(Permissions.CaseSuspend)
            .WithTags("Handling").WithSummary("Review a suspension (挂账复核)")
            .WithDescription(
                "Due every so many days by the profile of the place. 422 handling.target_passed, rule CASE-12. " +
                "404 intake.case_not_found; 409 handling.not_now names what may be done instead. If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{"targetOn":"2024-03-31","note":"规划尚未批复。"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        Check(request) is { } malformed
            ? malformed.ToAnswerAsync()
            : desk.MoveAsync(id, _ => new MoveDraft(MoveKinds.SuspendReview)
            {
                Day = request.TargetOn, Note = request.Note,
            }, http, ct).ToAnswerAsync();

    private static Error? Check(Request request) => new ShapeCheck()
        .Text(request.Note, HandlingLimits.Note)
        .Error;
}

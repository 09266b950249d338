using CivicPlatform.Cases.Handling;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Dispatching;

/// <summary>POST /cases/{id}/co-reports: a co-handler reports to the first receiver (CASE-06).</summary>
public static class ReportBack
{
    public sealed record Request
    {
        /// <summary>Code of the co-handler.</summary>
        public required string Department { get; init; }

        /// <summary>1 to 2,000 characters; kept ciphered.</summary>
        public required string Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/co-reports", PostAsync).Requires(Permissions.CaseHandle)
            .WithTags("Handling").WithSummary("Report as a co-handler (协办反馈)")
            .WithDescription(
                "422 handling.no_co_handler where that department does not help with this case, rule CASE-06. " +
                "404 intake.case_not_found; 409 handling.not_now names what may be done instead. If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{"department":"WATER","note":"水管已检修。"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        Check(request) is { } malformed
            ? malformed.ToAnswerAsync()
            : desk.MoveAsync(id, _ => new MoveDraft(MoveKinds.CoReport)
            {
                Department = request.Department, Note = request.Note,
            }, http, ct).ToAnswerAsync();

    private static Error? Check(Request request) => new ShapeCheck()
        .Text(request.Department, HandlingLimits.Code).Text(request.Note, HandlingLimits.Note)
        .Error;
}

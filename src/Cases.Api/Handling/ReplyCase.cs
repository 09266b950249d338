using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Handling;

/// <summary>POST /cases/{id}/reply: the department has done its part and told the reporter.</summary>
public static class ReplyCase
{
    public sealed record Request
    {
        /// <summary>Day on which the reporter was told.</summary>
        public required DateOnly ToldOn { get; init; }

        /// <summary>1 to 2,000 characters; kept ciphered.</summary>
        public required string Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/reply", PostAsync).Requires(Permissions.CaseHandle)
            .WithTags("Handling").WithSummary("Reply to a case (办理反馈)")
            .WithDescription(
                "The reporter was told on that day and the hotline hears the event; the clock stops. 422 " +
                "handling.day_in_future. " +
                "404 intake.case_not_found; 409 handling.not_now names what may be done instead. If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{"toldOn":"2023-02-08","note":"电梯已修复并恢复运行。"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        Check(request) is { } malformed
            ? malformed.ToAnswerAsync()
            : desk.MoveAsync(id, _ => new MoveDraft(MoveKinds.Reply)
            {
                Day = request.ToldOn, Note = request.Note,
            }, http, ct).ToAnswerAsync();

    private static Error? Check(Request request) => new ShapeCheck()
        .Text(request.Note, HandlingLimits.Note)
        .Error;
}

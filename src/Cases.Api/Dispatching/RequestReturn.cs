using CivicPlatform.Cases.Handling;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Dispatching;

/// <summary>POST /cases/{id}/return-requests: the department says that it is not its duty (CASE-05).</summary>
public static class RequestReturn
{
    /// <summary>Why a department gives a case back.</summary>
    public static readonly IReadOnlyList<string> Reasons =
        ["NOT_OUR_DUTY", "OTHER_AREA", "WRONG_MATTER", "ALREADY_HANDLED"];

    public sealed record Request
    {
        [CodesOf(typeof(RequestReturn), nameof(Reasons))]
        public required string Reason { get; init; }

        /// <summary>1 to 2,000 characters; kept ciphered.</summary>
        public required string Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/return-requests", PostAsync).Requires(Permissions.CaseHandle)
            .WithTags("Handling").WithSummary("Ask to return a case (申请退单)")
            .WithDescription(
                "The clock runs on while it waits. Once a return was denied there is no second one for this " +
                "dispatch: 422 " +
                "handling.return_is_final, rule CASE-05. " +
                "404 intake.case_not_found; 409 handling.not_now names what may be done instead. If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{"reason":"NOT_OUR_DUTY","note":"该路段由区市政部门养护。"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        Check(request) is { } malformed
            ? malformed.ToAnswerAsync()
            : desk.MoveAsync(id, _ => new MoveDraft(MoveKinds.ReturnRequest)
            {
                Code = request.Reason, Note = request.Note,
            }, http, ct).ToAnswerAsync();

    private static Error? Check(Request request) => new ShapeCheck()
        .Code(request.Reason, Reasons).Text(request.Note, HandlingLimits.Note)
        .Error;
}

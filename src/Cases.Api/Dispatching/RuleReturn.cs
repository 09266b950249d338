using CivicPlatform.Cases.Handling;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Dispatching;

/// <summary>POST /cases/{id}/return-rulings: somebody else than who asked rules on the return (CASE-05).</summary>
public static class RuleReturn
{
    public sealed record Request
    {
        public required bool Granted { get; init; }

        /// <summary>1 to 2,000 characters; kept ciphered.</summary>
        public required string Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/return-rulings", PostAsync).Requires(Permissions.CaseRule)
            .WithTags("Handling").WithSummary("Rule on a return (裁定退单)")
            .WithDescription(
                "Granted: back to RECEIVED, to be dispatched anew. Denied: final for this dispatch. 422 " +
                "handling.reviewer_is_requester, rule CASE-05. " +
                "404 intake.case_not_found; 409 handling.not_now names what may be done instead. If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{"granted":false,"note":"属本单位职责。"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        Check(request) is { } malformed
            ? malformed.ToAnswerAsync()
            : desk.MoveAsync(id, _ => new MoveDraft(request.Granted ? MoveKinds.ReturnGrant : MoveKinds.ReturnDeny)
            {
                Note = request.Note,
            }, http, ct).ToAnswerAsync();

    private static Error? Check(Request request) => new ShapeCheck()
        .Text(request.Note, HandlingLimits.Note)
        .Error;
}

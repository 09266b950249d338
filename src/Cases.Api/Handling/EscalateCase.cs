using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Handling;

/// <summary>POST /cases/{id}/escalate: one rung up; the former stay as they are.</summary>
public static class EscalateCase
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/escalate", PostAsync).Requires(Permissions.CaseHandle)
            .WithTags("Handling").WithSummary("Go one rung up (升级)")
            .WithDescription(
                "Street leader, whistle, district coordination, city topic: each rung is a record and the " +
                "department goes on. 422 " +
                "handling.top_rung, rule CASE-14. " +
                "404 intake.case_not_found; 409 handling.not_now names what may be done instead. If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{"note":"需区级部门协调。"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, NoteRequest request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        request.Check() is { } malformed
            ? malformed.ToAnswerAsync()
            : desk.MoveAsync(id, order => new MoveDraft(MoveKinds.Escalate)
            {
                Code = OrderRules.Rungs[Math.Min(order.State.Rung, OrderRules.Rungs.Count - 1)], Note = request.Note,
            }, http, ct).ToAnswerAsync();
}

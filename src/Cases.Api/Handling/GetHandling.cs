using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Duties;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Handling;

/// <summary>GET /cases/{id}/handling: state and clock as the moves give them, and what may be done next.</summary>
public static class GetHandling
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/cases/{id:guid}/handling", GetAsync).Requires(Permissions.CaseSheet)
            .WithTags("Handling").WithSummary("Read where the handling of a case stands (办理情况)")
            .WithDescription(
                "State, first receiver, clock with its pauses and the time that each department had, and the moves " +
                "that the table allows now. A department sees the cases that it has or helps with. ETag is the " +
                "version. 404 intake.case_not_found.");

    private static async Task<Results<Ok<HandlingView>, ProblemHttpResult>> GetAsync(
        Guid id, HttpContext http, CasesDbContext db, DepartmentAccess access, ICivilClock civil,
        CancellationToken ct)
    {
        if (await HandlingDesk.ReadAsync(db, id, civil, ct) is not { } order || !await access.MaySeeAsync(order, ct))
            return IntakeErrors.CaseNotFound.ToProblem();
        http.SetETag(order.Case.Version); // No 304: the clock goes on without a new version.
        return TypedResults.Ok(HandlingView.Of(order));
    }
}

using CivicPlatform.Cases.Data;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Works;

/// <summary>POST /works-projects/{id}/lifts/{liftId}/steps: a clerk records that a step was done (LIFT-01).</summary>
public static class TakeStep
{
    public sealed record Request
    {
        /// <summary>Code of a step of the template, such as START_WORKS.</summary>
        [CodesOf(typeof(StepTemplates), nameof(StepTemplates.Steps))]
        public required string Step { get; init; }

        /// <summary>Civil day on which it happened; today when left out, never later.</summary>
        public DateOnly? On { get; init; }
    }

    /// <summary>The lift after the step.</summary>
    public sealed record Response(
        Guid ProjectId, Guid LiftId, string Building, string LiftNo,
        [CodesOf(typeof(StepTemplates), nameof(StepTemplates.Steps))] string Step,
        [CodesOf(typeof(LiftStates))] string State, DateOnly On,
        [CodesOf(typeof(ProjectStates))] string ProjectStatus, long Version);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/works-projects/{id:guid}/lifts/{liftId:guid}/steps", PostAsync)
        .Requires(Permissions.WorksWrite)
        .WithTags("Works").WithSummary("Record that a step of a lift was done (登记工序)")
        .WithDescription(
            "Steps have an order (LIFT-01): 409 works.wrong_order, 422 works.unknown_step, works.step_in_future. A " +
            "step that money takes is 422 works.step_not_by_hand, a project whose decision was revoked 422 " +
            "works.frozen, rule EVT-01. A new lift waits until both consultations' decisions are in force and the " +
            "agreement is signed: 422 works.not_agreed, rule LIFT-04. If-Match with the project's ETag is checked " +
            "when given (412).")
        .WithRequestExample("""{"step":"START_WORKS","on":"2023-07-03"}""");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Guid liftId, Request request, HttpContext http, Handler handler, CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Step, 40).Error is { } malformed) return malformed.ToProblem();
        var result = await handler.HandleAsync(new Command(id, liftId, request), http, ct);
        if (!result.Succeeded(out var response, out var error)) return error.ToProblem();
        http.SetETag(response.Version);
        return TypedResults.Ok(response);
    }

    /// <summary>Which lift of which project takes what.</summary>
    public sealed record Command(Guid ProjectId, Guid LiftId, Request Request);

    public sealed class Handler(
        CasesDbContext db, WorksFacts facts, CurrentUser user, TimeProvider clock, ICivilClock civil)
    {
        public async Task<Result<Response>> HandleAsync(Command command, HttpContext http, CancellationToken ct)
        {
            var caseId = await db.WorksProjects.Where(p => p.Id == command.ProjectId).Select(p => (Guid?)p.CaseId)
                .SingleOrDefaultAsync(ct);
            if (caseId is null) return WorksErrors.ProjectNotFound;
            await facts.LockCaseAsync(caseId.Value, ct); // Money may move the same project at this moment.
            var project = await db.WorksProjects.Include(p => p.Lifts).SingleAsync(p => p.Id == command.ProjectId, ct);
            if (http.CheckIfMatch(project.Version) is { } stale) return stale;

            var today = CivilTime.DayOf(await civil.NowAsync(project.StreetCode, ct));
            var on = command.Request.On ?? today;
            if (on > today) return WorksErrors.StepInFuture;
            var record = new StepRecord(user.Subject, on, clock.GetUtcNow());
            var result = project.Take(command.LiftId, command.Request.Step, record);
            if (!result.Succeeded(out var step, out var error)) return error;

            facts.Record(project, step);
            db.Audit.Record(user, "works.step", project.Id, project.StreetCode, step.StepCode);
            await db.SaveChangesAsync(ct);
            return new Response(project.Id, step.LiftId, step.Building, step.LiftNo, step.StepCode, step.ToState,
                step.TakenOn, project.Status, project.Version);
        }
    }
}

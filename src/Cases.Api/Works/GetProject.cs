using CivicPlatform.Cases.Data;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Works;

/// <summary>GET /works-projects/{id}: a project with every lift's file (LIFT-01) and the alerts; ETag, 304.</summary>
public static class GetProject
{
    /// <summary>One project.</summary>
    public sealed record Response
    {
        public required Guid Id { get; init; }

        public required Guid CaseId { get; init; }

        public required Guid EstateId { get; init; }

        [CodesOf(typeof(StepTemplates), nameof(StepTemplates.Codes))]
        public required string Template { get; init; }

        /// <summary>Chinese name of the template.</summary>
        public required string TemplateName { get; init; }

        /// <summary>OPENED, DECIDED, FROZEN or COMPLETED.</summary>
        [CodesOf(typeof(ProjectStates))]
        public required string Status { get; init; }

        public Guid? DecisionId { get; init; }

        public required DateTimeOffset OpenedAt { get; init; }

        public required long Version { get; init; }

        /// <summary>How many lifts are in which state.</summary>
        public required IReadOnlyDictionary<string, int> States { get; init; }

        public required IReadOnlyList<LiftFile> Lifts { get; init; }

        public required IReadOnlyList<AlertLine> Alerts { get; init; }

        /// <summary>Other works of the estate that it shares something with (LIFT-05).</summary>
        public required IReadOnlyList<LinkLine> Links { get; init; }
    }

    /// <summary>Works that share something with this one.</summary>
    public sealed record LinkLine(
        Guid ProjectId, [CodesOf(typeof(LinkProjects), nameof(LinkProjects.Kinds))] string Kind);

    /// <summary>One lift's file.</summary>
    /// <param name="Agreement">Of a new lift: EFFECTIVE once works may go on, REVOKED once they must stop.</param>
    public sealed record LiftFile(
        Guid Id, string Building, string LiftNo, [CodesOf(typeof(LiftStates))] string State,
        DateTimeOffset StateSince, [CodesOf(typeof(LiftAgreements))] string? Agreement, IReadOnlyList<StepLine> Steps);

    /// <summary>A step that was taken: on which civil day, what moved it, and the clerk when one did.</summary>
    public sealed record StepLine(
        [CodesOf(typeof(StepTemplates), nameof(StepTemplates.Steps))] string Step,
        [CodesOf(typeof(LiftStates))] string From, [CodesOf(typeof(LiftStates))] string To, DateOnly On,
        [CodesOf(typeof(StepTriggers))] string Trigger, string? TakenBy, DateTimeOffset RecordedAt);

    /// <summary>Something to look at; works keep their state.</summary>
    public sealed record AlertLine(
        [CodesOf(typeof(AlertCodes))] string Code, string Building, Money Collected, Money Receivable,
        DateTimeOffset OccurredAt);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/works-projects/{id:guid}", GetAsync).Requires(Permissions.WorksRead)
            .WithTags("Works").WithSummary("Read a works project with its lifts (工程项目)")
            .WithDescription(
                "Every lift's file with the steps that were taken (LIFT-01), and alerts about money, which change no " +
                "state. ETag is the version; 304 with If-None-Match. 404 works.project_not_found.");

    private static async Task<Results<Ok<Response>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        Guid id, HttpContext http, CasesDbContext db, CancellationToken ct)
    {
        var project = await db.WorksProjects.AsNoTracking().Include(p => p.Lifts)
            .SingleOrDefaultAsync(p => p.Id == id, ct);
        if (project is null) return WorksErrors.ProjectNotFound.ToProblem();
        if (http.SetETag(project.Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(await ReadAsync(db, project, ct));
    }

    /// <summary>The project with its steps and alerts, saved ones only.</summary>
    public static async Task<Response> ReadAsync(CasesDbContext db, WorksProject project, CancellationToken ct)
    {
        var steps = await db.WorksSteps.AsNoTracking().Where(s => s.ProjectId == project.Id)
            .OrderBy(s => s.Sequence).Take(10_000).ToListAsync(ct);
        var alerts = await db.WorksAlerts.AsNoTracking().Where(a => a.ProjectId == project.Id)
            .OrderBy(a => a.OccurredAt).Take(1_000)
            .Select(a => new AlertLine(a.Code, a.Building, a.Collected, a.Receivable, a.OccurredAt)).ToListAsync(ct);
        var links = await db.WorksLinks.AsNoTracking().Where(l => l.ProjectId == project.Id || l.OtherId == project.Id)
            .OrderBy(l => l.Id).Take(LinkProjects.MaxLinks)
            .Select(l => new LinkLine(l.ProjectId == project.Id ? l.OtherId : l.ProjectId, l.Kind)).ToListAsync(ct);
        return new Response
        {
            Id = project.Id, CaseId = project.CaseId, EstateId = project.EstateId, Template = project.TemplateCode,
            TemplateName = StepTemplates.Get(project.TemplateCode).Name, Status = project.Status,
            DecisionId = project.DecisionId, OpenedAt = project.OpenedAt, Version = project.Version,
            States = project.Lifts.GroupBy(l => l.State).ToDictionary(g => g.Key, g => g.Count()),
            Lifts = [.. project.Lifts.OrderBy(l => l.Position).Select(l => File(l, steps))],
            Alerts = alerts, Links = links,
        };
    }

    private static LiftFile File(Lift lift, List<StepTaken> steps) => new(
        lift.Id, lift.Building, lift.LiftNo, lift.State, lift.StateSince, lift.Agreement,
        [
            .. steps.Where(s => s.LiftId == lift.Id).Select(s => new StepLine(
                s.StepCode, s.FromState, s.ToState, s.TakenOn, s.Trigger, s.TakenBy, s.RecordedAt)),
        ]);
}

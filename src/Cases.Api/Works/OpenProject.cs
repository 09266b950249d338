using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Contracts.Cases;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Works;

/// <summary>POST /works-projects: opens the works of a case by a template; waiting facts take effect at once.</summary>
public static class OpenProject
{
    /// <summary>Lifts of one project at most.</summary>
    public const int MaxLifts = 500;

    public sealed record Request
    {
        /// <summary>The case the works come from.</summary>
        public required Guid CaseId { get; init; }

        public required Guid EstateId { get; init; }

        /// <summary>Code of a step template, such as LIFT_OVERHAUL.</summary>
        [CodesOf(typeof(StepTemplates), nameof(StepTemplates.Codes))]
        public required string Template { get; init; }

        /// <summary>1 to 500.</summary>
        public required IReadOnlyList<LiftPlace> Lifts { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/works-projects", PostAsync).Requires(Permissions.WorksWrite)
            .WithTags("Works").WithSummary("Open the works of a case (工程立项)")
            .WithDescription(
                "Lifts stand still until the owners' decision is effective and money arrives (EVT-01); what was told " +
                "before takes effect at once. 404 intake.case_not_found, works.estate_not_found; 409 " +
                "works.project_exists; 422 works.unknown_template, works.lift_named_twice, rule LIFT-01.")
            .WithRequestExample(
                """
                {"caseId":"01a1fc78-8a30-7b43-a0a1-097011968bf3","estateId":"01a1fc78-884c-7a7a-9c0a-e33201116603",
                 "template":"LIFT_OVERHAUL","lifts":[{"building":"4","liftNo":"1"}]}
                """);

    private static async Task<Results<Created<GetProject.Response>, ProblemHttpResult>> PostAsync(
        Request request, HttpContext http, CurrentUser user, Handler handler, CancellationToken ct)
    {
        if (Check(request) is { } malformed) return malformed.ToProblem();
        var result = await handler.HandleAsync(request, user, ct);
        if (!result.Succeeded(out var project, out var error)) return error.ToProblem();
        http.SetETag(project.Version);
        return TypedResults.Created($"/api/v1/works-projects/{project.Id}", project);
    }

    private static Error? Check(Request request)
    {
        var check = new ShapeCheck().Text(request.Template, 40).That(
            request.Lifts.Count is >= 1 and <= MaxLifts, "lifts", "lifts.count", $"应为 1 至 {MaxLifts} 部电梯");
        foreach (var (index, lift) in request.Lifts.Take(MaxLifts).Index())
        {
            check.Text(lift?.Building, IntakeLimits.Building, $"lifts[{index}].building")
                .Text(lift?.LiftNo, IntakeLimits.Building, $"lifts[{index}].liftNo");
        }
        return check.Error;
    }

    public sealed class Handler(CasesDbContext db, WorksFacts facts, TimeProvider clock)
    {
        public async Task<Result<GetProject.Response>> HandleAsync(
            Request request, CurrentUser user, CancellationToken ct)
        {
            if (StepTemplates.Find(request.Template) is not { } template) return WorksErrors.UnknownTemplate;
            await facts.LockCaseAsync(request.CaseId, ct);
            var from = await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.CaseId, ct);
            if (from is null) return IntakeErrors.CaseNotFound;
            if (await IsForeignAsync(request.EstateId, from.StreetCode, ct)) return WorksErrors.EstateNotFound;
            var taken = db.WorksProjects.Where(p => p.CaseId == from.Id && p.EstateId == request.EstateId);
            if (await taken.AnyAsync(ct)) return WorksErrors.ProjectExists;

            var opening = new ProjectOpening(
                from.Id, request.EstateId, from.StreetCode, from.DivisionCode, user.Subject)
            {
                Lifts = request.Lifts,
            };
            var now = clock.GetUtcNow();
            if (!WorksProject.Open(opening, template, now).Succeeded(out var project, out var error)) return error;

            db.WorksProjects.Add(project);
            db.Outbox.Enqueue(Opened(project));
            db.Audit.Record(user, "works.open", project.Id, project.StreetCode, template.Code);
            await facts.OfferAsync(project, now, ct); // What money and owners said before there was a project.
            await db.SaveChangesAsync(ct);
            return await GetProject.ReadAsync(db, project, ct);
        }

        // An estate that the register has not told of yet is taken on trust; another office's is not there (404).
        private Task<bool> IsForeignAsync(Guid estateId, string street, CancellationToken ct) =>
            db.Estates.AnyAsync(e => e.Id == estateId && e.StreetCode != street, ct);

        private static WorksProjectOpened Opened(WorksProject project) => new()
        {
            AggregateId = project.Id, AggregateVersion = project.Sequence, OccurredAt = project.OpenedAt,
            StreetCode = project.StreetCode, CaseId = project.CaseId, EstateId = project.EstateId,
            TemplateCode = project.TemplateCode,
            Lifts = [.. project.Lifts.Select(l => new ProjectLift(l.Id, l.Building, l.LiftNo, l.State))],
        };
    }
}

using CivicPlatform.Cases.Data;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Works;

/// <summary>GET /works-projects: the projects of the caller's divisions, newest first, by case or estate.</summary>
public static class ListProjects
{
    /// <summary>One line of the list.</summary>
    public sealed record Item(
        Guid Id, Guid CaseId, Guid EstateId,
        [CodesOf(typeof(StepTemplates), nameof(StepTemplates.Codes))] string Template,
        [CodesOf(typeof(ProjectStates))] string Status, int Lifts, int LiftsInService, DateTimeOffset OpenedAt);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/works-projects", GetAsync).Requires(Permissions.WorksRead)
            .WithTags("Works").WithSummary("List works projects, newest first (工程项目列表)")
            .WithDescription("Filter by caseId and estateId; keyset pages by after and limit (1 to 200).");

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> GetAsync(
        Guid? caseId, Guid? estateId, string? after, int? limit, CasesDbContext db, CancellationToken ct)
    {
        var check = new ShapeCheck().Limit(limit);
        if (check.Error is { } malformed) return malformed.ToProblem();
        var projects = db.WorksProjects.AsNoTracking();
        if (caseId is not null) projects = projects.Where(p => p.CaseId == caseId);
        if (estateId is not null) projects = projects.Where(p => p.EstateId == estateId);
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var cursor)) return Cursor.Malformed.ToProblem();
            projects = projects.Where(p => EF.Functions.LessThan(
                ValueTuple.Create(p.OpenedAt, p.Id), ValueTuple.Create(cursor.At, cursor.Id)));
        }
        var take = limit ?? Page.DefaultLimit;
        var rows = await projects.OrderByDescending(p => p.OpenedAt).ThenByDescending(p => p.Id).Take(take + 1)
            .Select(p => new Item(p.Id, p.CaseId, p.EstateId, p.TemplateCode, p.Status, p.Lifts.Count,
                p.Lifts.Count(l => l.State == LiftStates.InService), p.OpenedAt))
            .ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows, take, row => new Cursor(row.OpenedAt, row.Id)));
    }
}

using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Intake;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Timeline;

/// <summary>GET /timelines/{caseId}: case, motion, decision, campaign and works as one chain, oldest first.</summary>
public static class GetTimeline
{
    /// <summary>The chain of one case.</summary>
    /// <param name="CaseId">The case.</param>
    /// <param name="Number">Its number for the phone.</param>
    /// <param name="Stages">The five links of the chain, reached or not.</param>
    /// <param name="Entries">What happened, in the order in which it happened.</param>
    /// <param name="Next">Value of <c>after</c> for the next page, or null.</param>
    public sealed record Response(
        Guid CaseId, string Number, IReadOnlyList<StageLine> Stages, IReadOnlyList<EntryLine> Entries, string? Next);

    /// <summary>One link of the chain.</summary>
    /// <param name="Stage">CASE, MOTION, DECISION, CAMPAIGN or WORKS.</param>
    /// <param name="ReachedAt">First thing that happened in it; null when it was not reached.</param>
    /// <param name="Link">Relative address of its latest resource; null when it was not reached.</param>
    public sealed record StageLine([CodesOf(typeof(Stages))] string Stage, DateTimeOffset? ReachedAt, string? Link);

    /// <summary>One thing that happened.</summary>
    public sealed record EntryLine(
        Guid Id, DateTimeOffset OccurredAt, [CodesOf(typeof(Stages))] string Stage, string Event, string Title,
        string Detail, string Link);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/timelines/{caseId:guid}", GetAsync).Requires(Permissions.WorksRead)
            .WithTags("Timelines").WithSummary("Read the chain of a case, oldest first (全程时间线)")
            .WithDescription(
                "Case, motion, decision, campaign and works as events told them, so it may lag by seconds; the five " +
                "stages say which were reached. Keyset pages by after and limit (1 to 200, 200 when left out). 404 " +
                "intake.case_not_found.");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid caseId, string? after, int? limit, CasesDbContext db, CancellationToken ct)
    {
        var check = new ShapeCheck().Limit(limit);
        if (check.Error is { } malformed) return malformed.ToProblem();
        var number = await db.Cases.Where(c => c.Id == caseId).Select(c => c.Number).SingleOrDefaultAsync(ct);
        if (number is null) return IntakeErrors.CaseNotFound.ToProblem();

        var chain = db.TimelineEntries.AsNoTracking().Where(e => e.CaseId == caseId);
        var page = chain;
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var cursor)) return Cursor.Malformed.ToProblem();
            page = page.Where(e => EF.Functions.GreaterThan(
                ValueTuple.Create(e.OccurredAt, e.Id), ValueTuple.Create(cursor.At, cursor.Id)));
        }
        var take = limit ?? Page.MaxLimit;
        var rows = await page.OrderBy(e => e.OccurredAt).ThenBy(e => e.Id).Take(take + 1)
            .Select(e => new EntryLine(e.Id, e.OccurredAt, e.Stage, e.Event, e.Title, e.Detail, e.Link))
            .ToListAsync(ct);
        var entries = Page.Of(rows, take, row => new Cursor(row.OccurredAt, row.Id));
        return TypedResults.Ok(new Response(
            caseId, number, await StagesAsync(chain, ct), entries.Items, entries.Next));
    }

    private static async Task<IReadOnlyList<StageLine>> StagesAsync(
        IQueryable<TimelineEntry> chain, CancellationToken ct)
    {
        var reached = await chain.GroupBy(e => e.Stage)
            .Select(g => new StageLine(g.Key, g.Min(e => e.OccurredAt),
                g.OrderByDescending(e => e.OccurredAt).ThenByDescending(e => e.Id).Select(e => e.Link).First()))
            .ToDictionaryAsync(s => s.Stage, ct);
        return [.. Stages.All.Select(stage => reached.GetValueOrDefault(stage) ?? new StageLine(stage, null, null))];
    }
}

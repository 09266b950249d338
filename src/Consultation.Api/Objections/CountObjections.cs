using CivicPlatform.Consultation.Publicity;

namespace CivicPlatform.Consultation.Objections;

/// <summary>GET /publicity-periods/{id}/objection-counts: how many and where they stand, nobody's words.</summary>
public static class CountObjections
{
    /// <param name="Effect">BLOCKING or RECORD_ONLY (PUB-03).</param>
    /// <param name="Raised">All of this period; the others are how many of them stand where.</param>
    /// <param name="Holding">Objections of the motion, earlier periods' too, that keep the decision pending.</param>
    public sealed record Response(
        Guid PeriodId, [CodesOf(typeof(GetPublicityPeriod), nameof(GetPublicityPeriod.Effects))] string Effect,
        int Raised, int Open, int Answered, int Settled, int Maintained, int Withdrawn, int Holding,
        IReadOnlyList<ReasonLine> Reasons);

    /// <summary>How many of one category.</summary>
    public sealed record ReasonLine(ObjectionReason Reason, int Objections);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/publicity-periods/{id:guid}/objection-counts", GetAsync)
        .Requires(Permissions.ConsultationRead)
        .WithTags("Objections").WithSummary("Count a period's objections (异议统计)")
        .WithDescription("Totals only. While holding is above zero the decision does not take effect (PUB-03).");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, CancellationToken ct)
    {
        var period = await db.PublicityPeriods.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct);
        if (period is null) return PublicityErrors.PeriodNotFound.ToProblem();
        var groups = await db.Objections.Where(o => o.PeriodId == id).GroupBy(o => new { o.State, o.Reason })
            .Select(g => new { g.Key.State, g.Key.Reason, Count = g.Count() }).ToListAsync(ct);
        var holding = await db.Objections.Where(o => o.MotionId == period.MotionId)
            .Holding(period.ObjectionEffect).CountAsync(ct);
        var reasons = groups.GroupBy(g => g.Reason).OrderBy(g => g.Key)
            .Select(g => new ReasonLine(g.Key, g.Sum(x => x.Count)));
        return TypedResults.Ok(new Response(
            id, Codes.Of(period.ObjectionEffect), groups.Sum(g => g.Count), In(ObjectionState.Open),
            In(ObjectionState.Answered), In(ObjectionState.Settled), In(ObjectionState.Maintained),
            In(ObjectionState.Withdrawn), holding, [.. reasons]));

        int In(ObjectionState state) => groups.Where(g => g.State == state).Sum(g => g.Count);
    }
}

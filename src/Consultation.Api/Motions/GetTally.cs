namespace CivicPlatform.Consultation.Motions;

/// <summary>GET /motions/{id}/tally: the stored count. Totals only, nobody's choice (PRIV-14).</summary>
public static class GetTally
{
    /// <param name="Ballots">Papers that were counted.</param>
    /// <param name="Tally">Every figure by area and by heads.</param>
    /// <param name="Fractions">The same as people read them; no rule computes with them (NUM-03).</param>
    /// <param name="DecisionId">The decision, when the owners decided.</param>
    public sealed record Response(
        Guid MotionId, DateTimeOffset TalliedAt, int Ballots, TallyView Tally, Fractions Fractions, Guid? DecisionId)
    {
        public static Response Of(Motion motion, TallyRecord tally, Guid? decisionId)
        {
            var result = tally.ToResult(motion.Matter);
            return new Response(
                motion.Id, tally.TalliedAt, tally.Ballots, TallyView.Of(result), Fractions.Of(result.Count),
                decisionId);
        }
    }

    /// <summary>Percent with one decimal: who took part of all, and who is in favour of those.</summary>
    public sealed record Fractions(
        string ParticipationByArea, string ParticipationByHeads, string ApprovalByArea, string ApprovalByHeads)
    {
        public static Fractions Of(TallyCount count) => new(
            Percentage.Show(count.Participating.Area, count.Total.Area),
            Percentage.Show(count.Participating.Heads, count.Total.Heads),
            Percentage.Show(count.For.Area, count.Participating.Area),
            Percentage.Show(count.For.Heads, count.Participating.Heads));
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/motions/{id:guid}/tally", GetAsync)
        .Requires(Permissions.ConsultationRead)
        .WithTags("Motions").WithSummary("Read the count of a motion (计票结果)")
        .WithDescription("404 motions.not_tallied before the close. Never changes: ETag, 304 with If-None-Match.");

    private static async Task<Results<Ok<Response>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, HttpContext http, CancellationToken ct)
    {
        var motion = await db.Motions.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
        if (motion is null) return MotionErrors.NotFound.ToProblem();
        var tally = await db.Tallies.AsNoTracking().SingleOrDefaultAsync(t => t.MotionId == id, ct);
        if (tally is null) return MotionErrors.TallyNotFound.ToProblem();
        if (http.SetETag(1)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);

        var decision = await db.Decisions.Where(d => d.MotionId == id).Select(d => (Guid?)d.Id)
            .SingleOrDefaultAsync(ct);
        return TypedResults.Ok(Response.Of(motion, tally, decision));
    }
}

using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>GET /motions/{id}/turnout: how many papers came back. Says nothing of what they say (PRIV-14).</summary>
public static class GetTurnout
{
    /// <param name="Ballots">Papers that came back.</param>
    /// <param name="Units">Units with at least one paper.</param>
    /// <param name="RollUnits">Units of the roll.</param>
    /// <param name="Proxies">Papers that an agent cast (VOTE-22).</param>
    public sealed record Response(Guid MotionId, int Ballots, int Units, int RollUnits, int Proxies);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/motions/{id:guid}/turnout", GetAsync)
        .Requires(Permissions.ConsultationRead)
        .WithTags("Ballots").WithSummary("Count the papers that came back (选票回收情况)")
        .WithDescription("Counts only, before and after the close.");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, CancellationToken ct)
    {
        var rollUnits = await db.Motions.Where(motion => motion.Id == id)
            .Join(db.Rolls, motion => motion.RollId, roll => roll.Id, (_, roll) => (int?)roll.Units)
            .SingleOrDefaultAsync(ct);
        if (rollUnits is null) return MotionErrors.NotFound.ToProblem();

        var ballots = db.Ballots.Where(ballot => ballot.MotionId == id);
        var units = await ballots.Select(ballot => ballot.UnitId).Distinct().CountAsync(ct);
        var proxies = await db.BallotProxies.CountAsync(proxy => proxy.MotionId == id, ct);
        return TypedResults.Ok(new Response(id, await ballots.CountAsync(ct), units, rollUnits.Value, proxies));
    }
}

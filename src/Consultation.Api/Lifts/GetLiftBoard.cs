using CivicPlatform.Consultation.DualConsultations;
using CivicPlatform.Consultation.Rolls;

namespace CivicPlatform.Consultation.Lifts;

/// <summary>GET /lift-boards/{estateId}: each doorway of the register with how far its lift is (003-2).</summary>
public static class GetLiftBoard
{
    private const int MaxDoorways = 2_000, MaxConsultations = 2_000;

    /// <param name="Doorways">Doorways of the register; the counts add up to it.</param>
    /// <param name="Counts">How many doorways are in which state; every state is named.</param>
    public sealed record Response(
        Guid EstateId, int Doorways, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<Line> Lines);

    /// <param name="TeamNumber">Number of the present lift team; null without one.</param>
    public sealed record Line(string Building, string Entrance, DoorwayStatus Status, int? TeamNumber);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/lift-boards/{estateId:guid}", GetAsync)
        .Requires(Permissions.ConsultationRead)
        .WithTags("Lifts").WithSummary("Read the lift board of an estate (加梯挂图)")
        .WithDescription(
            "Doorways come from the register and never from a text; each is in exactly one state, by its dual " +
            "consultations and by the works. 404 rolls.estate_not_found.");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid estateId, ConsultationDbContext db, DualVotes votes, CancellationToken ct)
    {
        if (!await db.RegisterEstates.AnyAsync(e => e.Id == estateId, ct)) return RollErrors.EstateNotFound.ToProblem();
        var doorways = await db.RegisterUnits.Where(u => u.EstateId == estateId && u.Building != null)
            .Select(u => new Doorway(u.Building!, u.Entrance!)).Distinct().Take(MaxDoorways).ToListAsync(ct);
        var asked = await AskedAsync(estateId, db, votes, ct);
        var works = await db.LiftWorks.AsNoTracking().Where(w => w.EstateId == estateId)
            .OrderBy(w => w.LiftId).Take(MaxDoorways).ToListAsync(ct);
        var teams = await db.LiftTeams.IgnoreAutoIncludes().Where(t => t.EstateId == estateId)
            .GroupBy(t => new { t.Building, t.Entrance }).Select(g => new { g.Key, Number = g.Max(t => t.Number) })
            .ToDictionaryAsync(t => new Doorway(t.Key.Building, t.Key.Entrance), t => t.Number, ct);

        var lines = doorways.OrderBy(d => d.Building, NaturalOrder.Instance)
            .ThenBy(d => d.Entrance, NaturalOrder.Instance)
            .Select(d => new Line(d.Building, d.Entrance, LiftBoard.StatusOf(
                asked.Where(a => a.Covers(d)).Select(a => a.Asked), WorksOf(d, doorways, works)),
                teams.TryGetValue(d, out var number) ? number : null))
            .ToList();
        var counts = Enum.GetValues<DoorwayStatus>().ToDictionary(
            Codes.Of, status => lines.Count(line => line.Status == status));
        return TypedResults.Ok(new Response(estateId, lines.Count, counts, lines));
    }

    private static async Task<List<Consulted>> AskedAsync(
        Guid estateId, ConsultationDbContext db, DualVotes votes, CancellationToken ct)
    {
        var duals = await db.DualConsultations.AsNoTracking().Where(d => d.EstateId == estateId)
            .OrderByDescending(d => d.OpenedAt).Take(MaxConsultations).ToListAsync(ct);
        var known = await votes.ReadAsync(duals, ct);
        Guid[] ids = [.. duals.Select(d => d.BuildingMotionId)];
        var places = await db.Motions.Where(m => ids.Contains(m.Id))
            .Select(m => new { m.Id, m.Building, m.Entrance }).ToDictionaryAsync(m => m.Id, ct);
        return duals.ConvertAll(d => new Consulted(
            places[d.BuildingMotionId].Building!, places[d.BuildingMotionId].Entrance,
            LiftBoard.Asked.Of(d, known[d.ZoneMotionId], known[d.BuildingMotionId])));
    }

    // A lift stands before the entrance that its number names, or before the only one of its building.
    private static string? WorksOf(Doorway doorway, List<Doorway> all, List<LiftWork> works) => works
        .Where(w => w.Building == doorway.Building && (w.LiftNo == doorway.Entrance
            || all.Count(d => d.Building == doorway.Building) == 1))
        .Select(w => w.State).Order(StringComparer.Ordinal).LastOrDefault();

    private sealed record Consulted(string Building, string? Entrance, LiftBoard.Asked Asked)
    {
        public bool Covers(Doorway doorway) =>
            Building == doorway.Building && (Entrance is null || Entrance == doorway.Entrance);
    }
}

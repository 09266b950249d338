using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Rolls;

/// <summary>GET /rolls/{id}/units: the parts on a roll, for the staff who run the vote (T3); no names.</summary>
public static class ListRollUnits
{
    private const int MaxLimit = 1_000;

    private static readonly Error LimitOutOfRange =
        Error.Invalid("request.limit_out_of_range", $"limit 应为 1 至 {MaxLimit}");

    public sealed record Response(
        Guid UnitId, string Building, string Entrance, string Room, Area Area, AreaSource? AreaSource,
        SaleStatus SaleStatus, IReadOnlyList<string> OwnerRefs);

    /// <param name="Items">In the order of unit ids.</param>
    /// <param name="Next">The last unit id when there are more; the value of <c>after</c>.</param>
    public sealed record Listing(IReadOnlyList<Response> Items, Guid? Next);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/rolls/{id:guid}/units", ListAsync)
        .Requires(Permissions.RollUnitsRead).ReadsPersonalData()
        .WithTags("Rolls").WithSummary("List the units of a roll (清册明细)")
        .WithDescription("Filter by building; after is a unit id, limit 1 to 1,000 (default 200).");

    private static async Task<Results<Ok<Listing>, ProblemHttpResult>> ListAsync(
        Guid id, ConsultationDbContext db, CurrentUser user, CancellationToken ct,
        string? building = null, Guid? after = null, int limit = 200)
    {
        if (limit is < 1 or > MaxLimit) return LimitOutOfRange.ToProblem();
        var street = await db.Rolls.Where(roll => roll.Id == id).Select(r => r.StreetCode).SingleOrDefaultAsync(ct);
        if (street is null) return RollErrors.NotFound.ToProblem();

        var units = db.RollUnits.AsNoTracking().Where(unit => unit.RollId == id);
        if (after is { } last) units = units.Where(unit => unit.UnitId > last);
        if (building is not null) units = units.Where(unit => unit.Building == building);
        var rows = await units.OrderBy(unit => unit.UnitId).Take(limit + 1)
            .Select(u => new Response(
                u.UnitId, u.Building, u.Entrance, u.Room, u.Area, u.AreaSource, u.SaleStatus, u.OwnerRefs))
            .ToListAsync(ct);
        // What the caller typed is a code only when a building is called so.
        await db.Audit.RecordReadAsync(user, (id, street), ct, ("building", rows.Count > 0 ? building : null));
        var more = rows.Count > limit;
        return TypedResults.Ok(new Listing(rows[..Math.Min(limit, rows.Count)], more ? rows[limit - 1].UnitId : null));
    }
}

using CivicPlatform.Registry.Data;

namespace CivicPlatform.Registry.Estates;

/// <summary>GET /estates/{id} and GET /estates/{id}/buildings.</summary>
public static class GetEstate
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/estates/{id:guid}", GetAsync).Requires(Permissions.EstateRead)
            .WithTags("Estates").WithSummary("Read an estate (小区)")
            .WithDescription(
                "Units and area are sums over its exclusive parts. ETag is the version; 304 with If-None-Match.")
            .Produces<EstateView>();
        routes.MapGet("/estates/{id:guid}/buildings", GetBuildingsAsync).Requires(Permissions.EstateRead)
            .WithTags("Estates").WithSummary("List the buildings of an estate (楼栋)")
            .WithDescription("All of them with their entrances and totals, in natural order; no pages.")
            .Produces<BuildingList>();
    }

    /// <param name="Items">In natural order; an estate has tens of buildings, so there are no pages.</param>
    public sealed record BuildingList(IReadOnlyList<BuildingView> Items);

    private static async Task<IResult> GetAsync(Guid id, HttpContext http, RegistryDbContext db, CancellationToken ct)
    {
        var found = await db.Estates.AsNoTracking().Where(e =>
            e.Id == id).Select(EstateView.From).SingleOrDefaultAsync(ct);
        if (found is null) return EstateErrors.NotFound.ToProblem();
        if (http.SetETag(found.Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(found);
    }

    private static async Task<IResult> GetBuildingsAsync(Guid id, RegistryDbContext db, CancellationToken ct)
    {
        if (!await db.Estates.AnyAsync(e => e.Id == id, ct)) return EstateErrors.NotFound.ToProblem();
        var codes = await db.Buildings.AsNoTracking().Where(b => b.EstateId == id)
            .OrderBy(b => b.SortKey).ThenBy(b => b.Code).Select(b => b.Code).ToListAsync(ct);
        var entrances = await db.Entrances.AsNoTracking().Where(e => e.EstateId == id)
            .Select(e => new { e.Building, e.Code }).ToListAsync(ct);
        var totals = await db.Units.AsNoTracking().Where(u => u.EstateId == id).GroupBy(u => u.Building)
            .Select(g => new { g.Key, Count = g.Count(), Area = g.Sum(u => (decimal)(object)u.Area) })
            .ToDictionaryAsync(g => g.Key, ct);
        var items = codes.Select(code => new BuildingView(
            code,
            [.. entrances.Where(e => e.Building == code).Select(e => e.Code).Order(NaturalOrder.Instance)],
            totals.TryGetValue(code, out var total) ? total.Count : 0,
            total is null ? Area.Zero : Area.FromSquareMetres(total.Area)));
        return TypedResults.Ok(new BuildingList([.. items]));
    }
}

using CivicPlatform.Registry.Data;

namespace CivicPlatform.Registry.Estates;

/// <summary>GET /estates/{id}/units: in the order of building, entrance and room, keyset.</summary>
public static class ListUnits
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/estates/{id:guid}/units", GetAsync).Requires(Permissions.EstateRead)
            .WithTags("Units").WithSummary("List the exclusive parts of an estate (专有部分列表)")
            .WithDescription(
                "In the order of building, entrance and room; owners by ref only, no names. Filter by building, " +
                "entrance, kind, saleStatus and ownerRef; keyset pages by after and limit (1 to 200).")
            .Produces<Page<UnitView>>();

    private static async Task<IResult> GetAsync(
        Guid id, [AsParameters] Filter filter, RegistryDbContext db, CancellationToken ct)
    {
        if (Check(filter) is { } malformed) return malformed.ToProblem();
        if (!KeyCursor.TryParse(filter.After, 2, out var after)) return Cursor.Malformed.ToProblem();
        if (!await db.Estates.AnyAsync(e => e.Id == id, ct)) return EstateErrors.NotFound.ToProblem();

        var limit = PageLimit.Of(filter.Limit);
        var query = Narrow(db.Units.AsNoTracking().Where(u => u.EstateId == id), filter);
        if (after is [var key, var text])
        {
            if (!Guid.TryParse(text, out var last)) return Cursor.Malformed.ToProblem();
            query = query.Where(u => EF.Functions.GreaterThan(
                ValueTuple.Create(u.SortKey, u.Id), ValueTuple.Create(key, last)));
        }
        var rows = await query.OrderBy(u => u.SortKey).ThenBy(u => u.Id).Take(limit + 1)
            .Select(UnitView.From).ToListAsync(ct);
        return TypedResults.Ok(KeyCursor.PageOf(
            rows, limit, u => [SortKey.Of(u.Building, u.Entrance, u.Room), $"{u.Id}"]));
    }

    private static Error? Check(Filter filter)
    {
        var shape = new ShapeCheck();
        if (filter.Kind is not null) shape.Code(filter.Kind, UnitCodes.Kinds);
        if (filter.SaleStatus is not null) shape.Code(filter.SaleStatus, UnitCodes.SaleStatuses);
        return shape.Error;
    }

    private static IQueryable<Unit> Narrow(IQueryable<Unit> query, Filter filter)
    {
        if (filter.Building is { } building) query = query.Where(u => u.Building == building);
        if (filter.Entrance is { } entrance) query = query.Where(u => u.Entrance == entrance);
        if (filter.Kind is { } kind) query = query.Where(u => u.Kind == kind);
        if (filter.SaleStatus is { } status) query = query.Where(u => u.SaleStatus == status);
        if (filter.OwnerRef is { } owner) query = query.Where(u => u.Holdings.Any(h => h.Owner.Ref == owner));
        return query;
    }

    /// <param name="Building">Building code.</param>
    /// <param name="Entrance">Entrance code; empty asks for buildings with one entrance.</param>
    /// <param name="Kind">FLAT, SHOP, PARKING or OTHER.</param>
    /// <param name="SaleStatus">SOLD, UNSOLD or SOLD_NOT_DELIVERED.</param>
    /// <param name="OwnerRef">Ref of a holder.</param>
    /// <param name="After">Cursor of the page before.</param>
    /// <param name="Limit">1 to 200, 50 by default.</param>
    public sealed record Filter(
        string? Building, string? Entrance,
        [CodesOf(typeof(UnitCodes), nameof(UnitCodes.Kinds))] string? Kind,
        [CodesOf(typeof(UnitCodes), nameof(UnitCodes.SaleStatuses))] string? SaleStatus,
        string? OwnerRef, string? After, int? Limit);
}

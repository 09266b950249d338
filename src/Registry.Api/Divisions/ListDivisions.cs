using CivicPlatform.Registry.Data;

namespace CivicPlatform.Registry.Divisions;

/// <summary>GET /divisions?parent=&amp;level=&amp;name=&amp;after=&amp;limit=: by code, keyset.</summary>
public static class ListDivisions
{
    public static readonly Error UnknownLevel =
        Error.Invalid("division.unknown_level", $"层级应为 {string.Join('、', DivisionView.Levels)} 之一");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/divisions", GetAsync).Requires(Permissions.DivisionRead)
            .WithTags("Divisions").WithSummary("List divisions by code (区划列表)")
            .WithDescription(
                "Filter by parent (code of the level above), level and name (its start); keyset pages by after and " +
                "limit (1 to 200). 400 division.unknown_level.")
            .Produces<Page<DivisionView>>();

    private static async Task<IResult> GetAsync([AsParameters] Filter filter, RegistryDbContext db,
        CancellationToken ct)
    {
        if (!KeyCursor.TryParse(filter.After, 1, out var after)) return Cursor.Malformed.ToProblem();
        var length = filter.Level is null ? 0 : DivisionView.LengthOf(filter.Level);
        if (length is null) return UnknownLevel.ToProblem();

        var limit = PageLimit.Of(filter.Limit);
        var query = db.Divisions.AsNoTracking();
        if (filter.Parent is { } parent) query = query.Where(d => d.ParentCode == parent);
        if (length > 0) query = query.Where(d => d.Code.Length == length);
        if (filter.Name is { } name) query = query.Where(d => d.Name.StartsWith(name));
        if (after is [var code]) query = query.Where(d => string.Compare(d.Code, code) > 0);
        var rows = await query.OrderBy(d => d.Code).Take(limit + 1).Select(d => DivisionView.Of(d)).ToListAsync(ct);
        return TypedResults.Ok(KeyCursor.PageOf(rows, limit, d => [d.Code]));
    }

    /// <param name="Parent">Code of the level above.</param>
    /// <param name="Level">province, city, district, street or community.</param>
    /// <param name="Name">Start of the name.</param>
    /// <param name="After">Cursor of the page before.</param>
    /// <param name="Limit">1 to 200, 50 by default.</param>
    public sealed record Filter(
        string? Parent, [CodesOf(typeof(DivisionView), nameof(DivisionView.Levels))] string? Level, string? Name,
        string? After, int? Limit);
}

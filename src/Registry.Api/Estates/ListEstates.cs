using CivicPlatform.Registry.Data;

namespace CivicPlatform.Registry.Estates;

/// <summary>
/// GET /estates?division=&amp;name=&amp;after=&amp;limit=: of the caller's offices, street by street, oldest first.
/// </summary>
public static class ListEstates
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/estates", GetAsync).Requires(Permissions.EstateRead)
            .WithTags("Estates").WithSummary("List estates of the caller's offices (小区列表)")
            .WithDescription(
                "Filter by division (start of the code) and name (its start); keyset pages by after and limit (1 to " +
                "200). 400 division.malformed.")
            .Produces<Page<EstateView>>();

    private static async Task<IResult> GetAsync([AsParameters] Filter filter, RegistryDbContext db,
        CancellationToken ct)
    {
        if (!KeyCursor.TryParse(filter.After, 2, out var after)) return Cursor.Malformed.ToProblem();
        if (filter.Division is not null && !DivisionCode.TryParse(filter.Division, out _))
            return Divisions.DivisionErrors.MalformedCode.ToProblem();

        var limit = PageLimit.Of(filter.Limit);
        var query = db.Estates.AsNoTracking();
        if (filter.Division is { } division) query = query.Where(e => e.DivisionCode.StartsWith(division));
        if (filter.Name is { } name) query = query.Where(e => e.Name.StartsWith(name));
        if (after is [var street, var text])
        {
            if (!Guid.TryParse(text, out var id)) return Cursor.Malformed.ToProblem();
            query = query.Where(e => EF.Functions.GreaterThan(
                ValueTuple.Create(e.StreetCode, e.Id), ValueTuple.Create(street, id)));
        }
        var rows = await query.OrderBy(e => e.StreetCode).ThenBy(e => e.Id).Take(limit + 1)
            .Select(EstateView.From).ToListAsync(ct);
        return TypedResults.Ok(KeyCursor.PageOf(rows, limit, e => [e.DivisionCode[..9], $"{e.Id}"]));
    }

    /// <param name="Division">Start of the division code.</param>
    /// <param name="Name">Start of the name.</param>
    /// <param name="After">Cursor of the page before.</param>
    /// <param name="Limit">1 to 200, 50 by default.</param>
    public sealed record Filter(string? Division, string? Name, string? After, int? Limit);
}

using CivicPlatform.Registry.Data;

namespace CivicPlatform.Registry.Divisions;

/// <summary>GET /divisions/{code}: one division.</summary>
public static class GetDivision
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/divisions/{code}", GetAsync).Requires(Permissions.DivisionRead)
            .WithTags("Divisions").WithSummary("Read a division (区划)")
            .WithDescription("ETag is the version; 304 with If-None-Match. 404 division.not_found.")
            .Produces<DivisionView>();

    private static async Task<IResult> GetAsync(
        string code, HttpContext http, RegistryDbContext db, CancellationToken ct)
    {
        var found = await db.Divisions.AsNoTracking().SingleOrDefaultAsync(d => d.Code == code, ct);
        if (found is null) return DivisionErrors.NotFound.ToProblem();
        if (http.SetETag(found.Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(DivisionView.Of(found));
    }
}

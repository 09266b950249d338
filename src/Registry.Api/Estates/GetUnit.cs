using CivicPlatform.Registry.Data;
using CivicPlatform.Registry.Owners;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Registry.Estates;

/// <summary>GET /units/{id}: one exclusive part with its holders, names and phones masked (PRIV-16).</summary>
public static class GetUnit
{
    /// <param name="Unit">The part.</param>
    /// <param name="Owners">Its holders by ref.</param>
    public sealed record Response(UnitView Unit, IReadOnlyList<OwnerView> Owners);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/units/{id:guid}", GetAsync).Requires(Permissions.UnitRead).ReadsPersonalData()
            .WithTags("Units").WithSummary("Read an exclusive part with its holders (专有部分)")
            .WithDescription(
                "Names and phones are masked (PRIV-16); POST /units/{id}/reveal shows them. Each answer leaves an " +
                "audit row. ETag is the version; 304 with If-None-Match.")
            .Produces<Response>();

    private static async Task<IResult> GetAsync(
        Guid id, HttpContext http, CurrentUser user, RegistryDbContext db, FieldCipher cipher, CancellationToken ct)
    {
        var unit = await db.Units.AsNoTracking().Where(u => u.Id == id).Select(UnitView.From).SingleOrDefaultAsync(ct);
        if (unit is null) return EstateErrors.UnitNotFound.ToProblem();
        if (http.SetETag(unit.Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        var street = await db.Units.Where(u => u.Id == id).Select(u => u.StreetCode).SingleAsync(ct);
        await db.Audit.RecordReadAsync(user, (id, street), ct);

        var owners = await db.Holdings.AsNoTracking().Where(h => h.UnitId == id).Select(h => h.Owner).ToListAsync(ct);
        var views = owners.Select(o => OwnerView.Masked(o, cipher)).OrderBy(o => o.Ref, StringComparer.Ordinal);
        return TypedResults.Ok(new Response(unit, [.. views]));
    }
}

using CivicPlatform.Registry.Data;
using CivicPlatform.Registry.Estates;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Registry.Owners;

/// <summary>POST /units/{id}/reveal: a unit's holders in clear, for a purpose; an audit row each (PRIV-16).</summary>
public static class RevealOwners
{
    /// <param name="Ref">Unique in the estate.</param>
    /// <param name="Name">As registered.</param>
    /// <param name="Phone">As registered; null when unknown.</param>
    public sealed record Holder(string Ref, string Name, string? Phone);

    /// <param name="Owners">Its holders by ref.</param>
    public sealed record Response(IReadOnlyList<Holder> Owners);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/units/{id:guid}/reveal", PostAsync).Requires(Permissions.OwnerReveal).RevealsPersonalData()
            .WithTags("Owners").WithSummary("Show a unit's holders in clear (查看产权人原文)")
            .WithDescription(
                "For a purpose, which is kept with an audit row for each holder (PRIV-16). The answer is not stored: " +
                "the same key looks again. 404 unit.not_found.")
            .Produces<Response>()
            .WithRequestExample("""{"purpose":"SERVE_NOTICE"}""");

    private static async Task<IResult> PostAsync(
        Guid id, Reveal.Request request, CurrentUser user, RegistryDbContext db, FieldCipher cipher,
        CancellationToken ct)
    {
        if (Reveal.Check(request) is { } malformed) return malformed.ToProblem();
        var street = await db.Units.Where(u => u.Id == id).Select(u => u.StreetCode).SingleOrDefaultAsync(ct);
        if (street is null) return EstateErrors.UnitNotFound.ToProblem();

        var owners = await db.Holdings.AsNoTracking().Where(h => h.UnitId == id).Select(h => h.Owner).ToListAsync(ct);
        foreach (var owner in owners)
            await db.Audit.RecordRevealAsync(user, ("owners.reveal", owner.Id, street), request.Purpose, ct);
        return TypedResults.Ok(new Response([.. owners.OrderBy(o => o.Ref, StringComparer.Ordinal)
            .Select(o => new Holder(o.Ref, cipher.DecryptText(o.Name, o.Id),
                o.Phone is null ? null : cipher.DecryptText(o.Phone, o.Id)))]));
    }
}

using CivicPlatform.Registry.Data;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Registry.Owners;

/// <summary>
/// POST /owners/search: exact look-up by name or phone in the caller's offices; audited, never by substring.
/// </summary>
/// <remarks>A POST, so that names and phones stand in no address and in no access log.</remarks>
public static class SearchOwners
{
    private const int Most = 50;

    public sealed record Request
    {
        public string? Name { get; init; }

        public string? Phone { get; init; }
    }

    /// <param name="EstateId">Estate.</param>
    /// <param name="Owner">Masked.</param>
    /// <param name="UnitIds">Parts that he holds.</param>
    public sealed record Hit(Guid EstateId, OwnerView Owner, IReadOnlyList<Guid> UnitIds);

    /// <param name="Items">At most 50.</param>
    public sealed record Response(IReadOnlyList<Hit> Items);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/owners/search", PostAsync).Requires(Permissions.OwnerSearch)
            .RevealsPersonalData()
            .WithTags("Owners").WithSummary("Find owners by name or phone (查找业主)")
            .WithDescription(
                "Exact values only, in the caller's offices; at most 50, names and phones masked. A POST so that " +
                "they stand in no address and no log; each hit leaves an audit row. Name or phone must be given.")
            .Produces<Response>()
            .WithRequestExample("""{"phone":"13800000000"}""");

    private static async Task<IResult> PostAsync(Request request, Handler handler, CancellationToken ct)
    {
        var shape = new ShapeCheck()
            .OptionalText(request.Name, OwnerLimits.Name)
            .OptionalText(request.Phone, OwnerLimits.Name)
            .That(!string.IsNullOrWhiteSpace(request.Name ?? request.Phone), "name", "text.required", "姓名或电话至少填一项")
            .Error;
        return shape is not null ? shape.ToProblem() : TypedResults.Ok(await handler.HandleAsync(request, ct));
    }

    public sealed class Handler(RegistryDbContext db, CurrentUser user, FieldCipher cipher)
    {
        public async Task<Response> HandleAsync(Request request, CancellationToken ct)
        {
            var query = db.Owners.AsNoTracking();
            if (!string.IsNullOrWhiteSpace(request.Name))
            {
                var name = cipher.Hash(request.Name);
                query = query.Where(o => o.NameHash == name);
            }
            if (!string.IsNullOrWhiteSpace(request.Phone))
            {
                var phone = cipher.Hash(request.Phone);
                query = query.Where(o => o.PhoneHash == phone);
            }
            var owners = await query.OrderBy(o => o.StreetCode).ThenBy(o => o.Id).Take(Most).ToListAsync(ct);
            var ids = owners.ConvertAll(o => o.Id);
            var units = (await db.Holdings.AsNoTracking().Where(h => ids.Contains(h.OwnerId)).ToListAsync(ct))
                .ToLookup(h => h.OwnerId, h => h.UnitId);

            foreach (var owner in owners) db.Audit.Record(user, "owners.search", owner.Id, owner.StreetCode);
            await db.SaveChangesAsync(ct);
            return new Response([.. owners.Select(o => new Hit(
                o.EstateId, OwnerView.Masked(o, cipher), [.. units[o.Id].Order()]))]);
        }
    }
}

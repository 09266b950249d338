using CivicPlatform.Registry.Data;

namespace CivicPlatform.Registry.Divisions;

/// <summary>
/// PUT /divisions/{code}: adds one division or renames it. A street office keeps its communities (12 digits).
/// </summary>
/// <remarks>
/// The parent must be on record, except the caller's own street: its token proves that it exists, and a street office
/// can start before the national list was imported. The same content again is 200 without If-Match.
/// </remarks>
public static class PutDivision
{
    private const int MaxName = 100;

    public sealed record Request
    {
        /// <summary>As people read it, at most 100 characters.</summary>
        public required string Name { get; init; }

        /// <summary>Code of the level above; must be the prefix of the code. Absent for a province.</summary>
        public string? Parent { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/divisions/{code}", PutAsync).Requires(Permissions.DivisionWrite)
            .WithTags("Divisions").WithSummary("Add or rename a division (登记区划)")
            .WithDescription(
                "201 when it is new, 200 when it is there; another name needs If-Match with the present ETag (428 or " +
                "412 otherwise), the same content does not. A street office keeps its 12-digit communities only: 403 " +
                "division.not_yours. 422 division.wrong_parent, division.unknown_parent.")
            .Produces<DivisionView>(StatusCodes.Status201Created).Produces<DivisionView>()
            .WithRequestExample("""{"name":"润枫社区","parent":"110114009"}""");

    private static async Task<IResult> PutAsync(
        string code, Request request, HttpContext http, Handler handler, CancellationToken ct)
    {
        if (!DivisionCode.TryParse(code, out var parsed)) return DivisionErrors.MalformedCode.ToProblem();
        if (new ShapeCheck().Text(request.Name, MaxName).Error is { } shape) return shape.ToProblem();
        return await handler.HandleAsync(parsed, request, http, ct);
    }

    public sealed class Handler(RegistryDbContext db, CurrentUser user)
    {
        public async Task<IResult> HandleAsync(
            DivisionCode code, Request request, HttpContext http, CancellationToken ct)
        {
            if (await RefusalAsync(code, request, ct) is { } error) return error.ToProblem();

            var name = request.Name.Trim();
            var found = await db.Divisions.SingleOrDefaultAsync(d => d.Code == code.Value, ct);
            if (found is null) return await AddAsync(Division.Add(code, name), http, ct);
            if (found.Name != name)
            {
                if (http.RequireIfMatch(found.Version) is { } stale) return stale;
                found.Rename(name);
                db.Audit.Record(user, "divisions.rename", null, AuditStreet(code), code.Value);
                await db.SaveChangesAsync(ct);
            }
            http.SetETag(found.Version);
            return TypedResults.Ok(DivisionView.Of(found));
        }

        private async Task<IResult> AddAsync(Division added, HttpContext http, CancellationToken ct)
        {
            db.Add(added);
            db.Audit.Record(user, "divisions.add", null, AuditStreet(DivisionCode.Parse(added.Code)), added.Code);
            await db.SaveChangesAsync(ct);
            http.SetETag(added.Version);
            return TypedResults.Created($"/api/v1/divisions/{added.Code}", DivisionView.Of(added));
        }

        private async Task<Error?> RefusalAsync(DivisionCode code, Request request, CancellationToken ct)
        {
            if (!user.HasRole(Roles.PlatformAdmin))
            {
                if (!user.Scope.Covers(code.Value)) return DivisionErrors.NotFound;
                if (code.Value.Length != 12) return DivisionErrors.NotYours;
            }
            var parent = Division.ParentOf(code.Value);
            if (parent != request.Parent) return DivisionErrors.WrongParent(parent ?? "（无）");
            if (parent is null || user.Scope.Streets.Contains(parent)) return null;
            return await db.Divisions.AnyAsync(d => d.Code == parent, ct) ? null : DivisionErrors.UnknownParent(parent);
        }

        private static string AuditStreet(DivisionCode code) => code.HasStreet ? code.Street : code.Value;
    }
}

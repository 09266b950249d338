namespace CivicPlatform.Consultation.Lifts;

/// <summary>GET /lift-teams/{id} and /lift-teams.</summary>
public static class ListLiftTeams
{
    /// <summary>A team never changes: its ETag is constant.</summary>
    private const long Version = 1;

    /// <param name="Number">The highest of a doorway is its present team.</param>
    public sealed record Response(
        Guid Id, Guid EstateId, string Building, string Entrance, int Number, DateOnly FormedOn,
        IReadOnlyList<Member> Members, DateTimeOffset FormedAt)
    {
        public static Response Of(LiftTeam team) => new(
            team.Id, team.EstateId, team.Building, team.Entrance, team.Number, team.FormedOn,
            [.. team.Members.OrderByDescending(m => m.Leads).ThenBy(m => m.OwnerRef, StringComparer.Ordinal)
                .Select(m => new Member(m.OwnerRef, m.UnitId, m.Leads))], team.FormedAt);
    }

    /// <param name="OwnerRef">Ref of the register; no name.</param>
    public sealed record Member(string OwnerRef, Guid UnitId, bool Leads);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/lift-teams/{id:guid}", GetAsync)
            .Requires(Permissions.LiftTeamRead).ReadsPersonalData()
            .WithTags("Lifts").WithSummary("Read a lift team (加梯小组)")
            .WithDescription("Never changes: ETag, 304 with If-None-Match. 404 lift_teams.not_found.");
        routes.MapGet("/lift-teams", ListAsync)
            .Requires(Permissions.LiftTeamRead).ReadsPersonalData()
            .WithTags("Lifts").WithSummary("List lift teams, newest first")
            .WithDescription("Filter by estateId; keyset pages by after and limit (1 to 200).");
    }

    private static async Task<Results<Ok<Response>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        var team = await db.LiftTeams.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct);
        if (team is null) return LiftErrors.TeamNotFound.ToProblem();
        if (http.SetETag(Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        await db.Audit.RecordReadAsync(user, (id, team.StreetCode), ct);
        return TypedResults.Ok(Response.Of(team));
    }

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        ConsultationDbContext db, CurrentUser user, CancellationToken ct,
        Guid? estateId = null, string? after = null, int limit = Page.DefaultLimit)
    {
        if (!PageRequest.TryRead(after, limit, out var page, out var error)) return error.ToProblem();
        var teams = db.LiftTeams.AsNoTracking();
        if (estateId is not null) teams = teams.Where(t => t.EstateId == estateId);
        if (page.Start is var (at, last))
        {
            teams = teams.Where(t => EF.Functions.LessThan(
                ValueTuple.Create(t.FormedAt, t.Id), ValueTuple.Create(at, last)));
        }
        var rows = await teams.OrderByDescending(t => t.FormedAt).ThenByDescending(t => t.Id)
            .Take(page.Limit + 1).ToListAsync(ct);
        // One row an office, so that each finds who read of its owners; an empty list showed nobody's.
        var offices = rows.Select(t => t.StreetCode).DefaultIfEmpty(user.Scope.Streets.FirstOrDefault() ?? "");
        foreach (var street in offices.Distinct())
            await db.Audit.RecordReadAsync(user, (estateId ?? Guid.Empty, street), ct, ("teams", $"{rows.Count}"));
        return TypedResults.Ok(Page.Of(rows.ConvertAll(Response.Of), page.Limit, t => new Cursor(t.FormedAt, t.Id)));
    }
}

using CivicPlatform.Consultation.Rolls;

namespace CivicPlatform.Consultation.Lifts;

/// <summary>POST /lift-teams: the owners who carry the lift of a doorway (step 3, 003-5).</summary>
public static class FormLiftTeam
{
    private const int MaxCode = 32, MaxRef = 64;

    /// <param name="EstateId">Estate of the register.</param>
    /// <param name="Building">Building code.</param>
    /// <param name="FormedOn">Civil day, today or before.</param>
    /// <param name="Members">3 to 9 owners of the doorway, exactly one in the lead.</param>
    /// <param name="Entrance">Entrance code; empty where the building has one only.</param>
    public sealed record Request(
        Guid EstateId, string Building, DateOnly FormedOn, IReadOnlyList<Member> Members, string Entrance = "");

    /// <param name="UnitId">His unit behind this doorway.</param>
    /// <param name="Leads">True for the lead (牵头人).</param>
    public sealed record Member(string OwnerRef, Guid UnitId, bool Leads = false);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/lift-teams", PostAsync)
        .Requires(Permissions.LiftTeamWrite)
        .WithTags("Lifts").WithSummary("Form the lift team of a doorway (成立三人加梯小组)")
        .WithDescription(
            "Formed again, the new team is the next number and the earlier one stays. Two members are refused: 422 " +
            "lift_teams.too_small says how many are missing; lift_teams.member_twice, lift_teams.one_lead, " +
            "lift_teams.not_an_owner, lift_teams.formed_in_future (LIFT-08). 404 rolls.estate_not_found, " +
            "lift_teams.doorway_not_found.")
        .Produces<ListLiftTeams.Response>(201)
        .WithRequestExample(
            """
            {"estateId":"01a1fc78-7b9a-7eb3-ac9f-6592b2218287","building":"16","entrance":"1","formedOn":"2024-03-04",
             "members":[{"ownerRef":"P1","unitId":"01a1fc78-884c-7a7a-9c0a-e33201116603","leads":true},
              {"ownerRef":"P2","unitId":"01a1fc78-884c-7a7a-9c0a-e33201116604"},
              {"ownerRef":"P3","unitId":"01a1fc78-884c-7a7a-9c0a-e33201116605"}]}
            """);

    private static async Task<Results<Created<ListLiftTeams.Response>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, CancellationToken ct)
    {
        var shape = new ShapeCheck().Text(request.Building, MaxCode).OptionalText(request.Entrance, MaxCode)
            .That(request.Entrance is not null, "entrance", "text.required", "不得为空值")
            .That(request.Members.Count is > 0 and <= LiftTeam.MaxMembers, "members", "list.size",
                $"应为 {LiftTeam.MinMembers} 至 {LiftTeam.MaxMembers} 名")
            .That(request.Members.All(m => m?.OwnerRef is { Length: > 0 and <= MaxRef }), "members", "text.malformed",
                $"业主编号应为 1 至 {MaxRef} 个字符");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var formed = await handler.HandleAsync(request, ct);
        return formed.Succeeded(out var team, out var error)
            ? TypedResults.Created($"/api/v1/lift-teams/{team.Id}", ListLiftTeams.Response.Of(team))
            : error.ToProblem();
    }

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<LiftTeam>> HandleAsync(Request request, CancellationToken ct)
        {
            if (!await db.RegisterEstates.AnyAsync(e => e.Id == request.EstateId, ct)) return RollErrors.EstateNotFound;
            var units = await db.RegisterUnits.AsNoTracking().Where(u => u.EstateId == request.EstateId
                && u.Building == request.Building && u.Entrance == request.Entrance).ToListAsync(ct);
            if (units.Count == 0) return LiftErrors.DoorwayNotFound;
            var last = await db.LiftTeams.Where(t => t.EstateId == request.EstateId
                && t.Building == request.Building && t.Entrance == request.Entrance)
                .MaxAsync(t => (int?)t.Number, ct) ?? 0;

            // Of two teams at once one has the number, the other hears 409 and looks again.
            var now = await clock.NowAsync(units[0].StreetCode, ct);
            var formed = LiftTeam.Form(request, units, last + 1, user.Subject, now);
            if (!formed.Succeeded(out var team, out var error)) return error;
            db.Add(team);
            db.Audit.Record(user, "lift_teams.form", team.Id, team.StreetCode, $"{team.Members.Count}");
            await db.SaveChangesAsync(ct);
            return team;
        }
    }
}

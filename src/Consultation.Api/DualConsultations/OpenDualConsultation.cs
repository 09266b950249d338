using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.DualConsultations;

/// <summary>POST /dual-consultations: puts the zone's and the building's vote on a lift together (LIFT-04).</summary>
public static class OpenDualConsultation
{
    private const int MaxTitle = 200;

    /// <param name="ZoneMotionId">Vote of the whole estate; may serve many buildings.</param>
    /// <param name="BuildingMotionId">M7 of the building or entrance; belongs to one dual consultation.</param>
    /// <param name="Title">What is built where; at most 200 characters.</param>
    public sealed record Request(Guid ZoneMotionId, Guid BuildingMotionId, string Title);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/dual-consultations", PostAsync)
        .Requires(Permissions.MotionOpen)
        .WithTags("Dual consultations").WithSummary("Put a zone's and a building's vote together (双征询)")
        .WithDescription(
            "The matter of the zone's vote, and so its threshold, comes from the policy profile that its motion was " +
            "opened under. 422 dual_consultations.zone_does_not_fit, building_does_not_fit, other_estate; 409 " +
            "dual_consultations.building_taken; 404 motions.not_found.")
        .Produces<GetDualConsultation.Response>(201)
        .WithRequestExample(
            """
            {"zoneMotionId":"01a1fc78-884c-7a7a-9c0a-e33201116603",
             "buildingMotionId":"01a1fc78-8a30-7b43-a0a1-097011968bf3","title":"1695弄16号加装电梯"}
            """);

    private static async Task<Results<Created<GetDualConsultation.Response>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Title, MaxTitle).Error is { } malformed) return malformed.ToProblem();
        var opened = await handler.HandleAsync(request, ct);
        if (!opened.Succeeded(out var response, out var error)) return error.ToProblem();
        http.SetETag(response.Version);
        return TypedResults.Created($"/api/v1/dual-consultations/{response.Id}", response);
    }

    public sealed class Handler(ConsultationDbContext db, DualVotes votes, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<GetDualConsultation.Response>> HandleAsync(Request request, CancellationToken ct)
        {
            var motions = await db.Motions.AsNoTracking()
                .Where(m => m.Id == request.ZoneMotionId || m.Id == request.BuildingMotionId)
                .ToDictionaryAsync(m => m.Id, ct);
            if (!motions.TryGetValue(request.ZoneMotionId, out var zone)
                || !motions.TryGetValue(request.BuildingMotionId, out var building)) return MotionErrors.NotFound;

            var profile = PolicyProfiles.FindById(zone.ProfileId) ?? PolicyProfiles.ResolveFor(zone.DivisionCode);
            var zoneMatter = Codes.Parse<Matter>(profile.LiftZoneMatter);
            var now = await clock.NowAsync(building.StreetCode, ct);
            var opened = DualConsultation.Open(zone, building, zoneMatter, request.Title, user.Subject, now);
            if (!opened.Succeeded(out var dual, out var error)) return error;
            if (await db.DualConsultations.AnyAsync(d => d.BuildingMotionId == building.Id, ct))
                return DualConsultationErrors.BuildingTaken; // Two at once: the unique index refuses the later one.

            db.Add(dual);
            db.Audit.Record(user, "dual_consultations.open", dual.Id, dual.StreetCode);
            await db.SaveChangesAsync(ct);
            return await votes.ShowAsync(dual, ct);
        }
    }
}

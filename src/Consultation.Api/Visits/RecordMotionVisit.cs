using CivicPlatform.Consultation.ConsentBoards;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Visits;

/// <summary>POST /motions/{id}/visits: who called on an owner about the vote, and what it brought (004-11).</summary>
public static class RecordMotionVisit
{
    private const int MaxWords = 500;

    public static readonly Error UnitNotOnRoll =
        Error.NotFound("visits.unit_not_on_roll", "该专有部分不在本次表决的清册内");

    public static readonly Error InFuture =
        Error.Refused("visits.visit_in_future", "走访日期不能晚于今天", "VOTE-06");

    /// <param name="UnitId">A unit of the motion's roll.</param>
    /// <param name="VisitedOn">Civil day, today or before.</param>
    /// <param name="Visitor">COMMUNITY, COMMITTEE, BUILDING_HEAD or GRID_OFFICER.</param>
    /// <param name="Channel">VISIT, PHONE or ON_SITE.</param>
    /// <param name="Outcome">RESOLVED, UNCHANGED or NOT_MET.</param>
    /// <param name="Words">What was talked about; at most 500 characters, kept ciphered.</param>
    public sealed record Request(
        Guid UnitId, DateOnly VisitedOn, VisitorRole Visitor, VisitChannel Channel, VisitOutcome Outcome,
        string? Words = null);

    /// <param name="Visits">How often this unit has been called on about this vote, this visit included.</param>
    public sealed record Response(Guid Id, Guid UnitId, DateOnly VisitedOn, VisitorRole Visitor, int Visits);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/motions/{id:guid}/visits", PostAsync)
        .Requires(Permissions.ConsentWrite)
        .WithTags("Visits").WithSummary("Record a visit about a vote (登记表决走访)")
        .WithDescription(
            "Kept with the role of who called. It changes no ballot: an owner who is persuaded answers by his own " +
            "paper, and who is not goes on sharing the cost (VOTE-06). 422 visits.visit_in_future; 404 " +
            "motions.not_found, visits.unit_not_on_roll.")
        .Produces<Response>(201)
        .WithRequestExample(
            """
            {"unitId":"01a1fc78-884c-7a7a-9c0a-e33201116603","visitedOn":"2024-05-06","visitor":"BUILDING_HEAD",
             "channel":"VISIT","outcome":"UNCHANGED","words":"低层住户不愿分摊屋面费用"}
            """);

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        if (new ShapeCheck().OptionalText(request.Words, MaxWords).Error is { } malformed) return malformed.ToProblem();
        var recorded = await handler.HandleAsync(id, request, ct);
        return recorded.Succeeded(out var visit, out var error)
            ? TypedResults.Created($"/api/v1/motions/{id}/visits", visit)
            : error.ToProblem();
    }

    public sealed class Handler(ConsultationDbContext db, FieldCipher cipher, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(Guid motionId, Request request, CancellationToken ct)
        {
            var roll = await db.Motions.Where(m => m.Id == motionId).Select(m => (Guid?)m.RollId)
                .SingleOrDefaultAsync(ct);
            if (roll is null) return MotionErrors.NotFound;
            var unit = await db.RollUnits.AsNoTracking()
                .SingleOrDefaultAsync(u => u.RollId == roll && u.UnitId == request.UnitId, ct);
            if (unit is null) return UnitNotOnRoll;
            var now = await clock.NowAsync(unit.StreetCode, ct);
            if (request.VisitedOn > CivilTime.DayOf(now)) return InFuture;

            var visit = MotionVisit.Of(motionId, unit, request, Conceal, (user.Subject, now));
            db.Add(visit);
            db.Audit.Record(user, "visits.record", visit.Id, visit.StreetCode, Codes.Of(visit.Visitor));
            await db.SaveChangesAsync(ct);
            var visits = await db.MotionVisits.CountAsync(
                v => v.MotionId == motionId && v.UnitId == request.UnitId, ct);
            return new Response(visit.Id, visit.UnitId, visit.VisitedOn, visit.Visitor, visits);

            byte[]? Conceal(Guid id) => request.Words is { } words ? cipher.Encrypt(words, id) : null;
        }
    }
}

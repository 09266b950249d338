using CivicPlatform.Consultation.Publicity;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Objections;

/// <summary>POST /publicity-periods/{id}/objections: an owner objects by name, inside the period (PUB-02).</summary>
public static class RaiseObjection
{
    public const int MaxText = 1_000;
    private const int MaxRef = 64;

    /// <param name="OwnerRef">Who objects: a holder of the unit on the motion's roll.</param>
    /// <param name="UnitId">His unit.</param>
    /// <param name="Reason">VENTILATION, LIGHT, NOISE, FUNDS, POSITION, PROCEDURE or OTHER.</param>
    /// <param name="Text">His words; at most 1,000 characters, kept ciphered.</param>
    public sealed record Request(string OwnerRef, Guid UnitId, ObjectionReason Reason, string Text);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/publicity-periods/{id:guid}/objections", PostAsync)
        .Requires(Permissions.ObjectionWrite)
        .WithTags("Objections").WithSummary("Record an owner's objection (登记异议)")
        .WithDescription(
            "By name, and only until the end of the period's last day by the civil clock: 422 " +
            "objections.outside_period, objections.not_an_owner (PUB-02); 409 objections.already_raised for the same " +
            "owner, unit and reason; 404 publicity.not_found. What it does to the decision is the period's " +
            "objectionEffect (PUB-03). The answer and the event tell no words and no person.")
        .Produces<ObjectionView>(201)
        .WithRequestExample(
            """
            {"ownerRef":"P0412","unitId":"01a1fc78-884c-7a7a-9c0a-e33201116603","reason":"VENTILATION",
             "text":"电梯井紧贴厨房窗户，影响通风"}
            """);

    private static async Task<Results<Created<ObjectionView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var shape = new ShapeCheck().Text(request.OwnerRef, MaxRef).Text(request.Text, MaxText);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var raised = await handler.HandleAsync(id, request, ct);
        return raised.Succeeded(out var objection, out var error)
            ? TypedResults.Created($"/api/v1/publicity-periods/{id}/objections", ObjectionView.Of(objection))
            : error.ToProblem();
    }

    public sealed class Handler(ConsultationDbContext db, FieldCipher cipher, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<Objection>> HandleAsync(Guid periodId, Request request, CancellationToken ct)
        {
            // A statement of its own: what is read after it is read under the lock that the end of the period takes.
            await db.Database.ExecuteSqlAsync(
                $"select 1 from publicity_periods where id = {periodId} for update", ct);
            var period = await db.PublicityPeriods.SingleOrDefaultAsync(p => p.Id == periodId, ct);
            if (period is null) return PublicityErrors.PeriodNotFound;
            var now = await clock.NowAsync(period.StreetCode, ct);
            if (!period.TakesObjections(now)) return ObjectionErrors.OutsidePeriod;

            var motion = await db.Motions.AsNoTracking().SingleAsync(m => m.Id == period.MotionId, ct);
            var onRoll = await db.RollUnits.AnyAsync(
                u => u.RollId == motion.RollId && u.UnitId == request.UnitId
                    && u.OwnerRefs.Contains(request.OwnerRef), ct);
            if (!onRoll) return ObjectionErrors.NotAnOwner;
            var same = db.Objections.Where(
                o => o.PeriodId == periodId && o.UnitId == request.UnitId && o.OwnerRef == request.OwnerRef
                    && o.Reason == request.Reason && o.State != ObjectionState.Withdrawn);
            if (await same.AnyAsync(ct)) return ObjectionErrors.AlreadyRaised;

            var objection = Objection.Raise(
                period, request, id => cipher.Encrypt(request.Text, id), user.Subject, now);
            db.Add(objection);
            db.Add(ObjectionEntry.Of(objection, cipher.Hash(request.Text), user.Subject));
            db.Entry(period).State = EntityState.Modified; // What it tells is the period's next version.
            db.Audit.Record(user, "objections.raise", objection.Id, objection.StreetCode, Codes.Of(objection.Reason));
            db.Outbox.Enqueue(await EventOfAsync(period, objection, motion.CaseId, motion.EstateId, ct));
            await db.SaveChangesAsync(ct);
            return objection;
        }

        private async Task<ObjectionRaised> EventOfAsync(
            PublicityPeriod period, Objection objection, Guid? caseId, Guid estateId, CancellationToken ct) => new()
            {
                AggregateId = period.Id,
                AggregateVersion = period.NextVersion,
                OccurredAt = objection.RaisedAt,
                StreetCode = period.StreetCode,
                CaseId = caseId,
                MotionId = period.MotionId,
                EstateId = estateId,
                Reason = Codes.Of(objection.Reason),
                Objections = await db.Objections.CountAsync(o => o.PeriodId == period.Id, ct) + 1,
            };
    }
}

using CivicPlatform.Consultation.Objections;

namespace CivicPlatform.Consultation.Owners;

/// <summary>POST /publicity-periods/{id}/own-objections: an owner objects by himself, by his login (PUB-02).</summary>
public static class RaiseOwnObjection
{
    /// <param name="UnitId">A unit of his on the motion's roll.</param>
    /// <param name="Reason">VENTILATION, LIGHT, NOISE, FUNDS, POSITION, PROCEDURE or OTHER.</param>
    /// <param name="Text">His words; at most 1,000 characters, kept ciphered.</param>
    public sealed record Request(Guid UnitId, ObjectionReason Reason, string Text);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/publicity-periods/{id:guid}/own-objections", PostAsync)
        .Requires(Permissions.OwnObjectionWrite)
        .WithTags("Objections").WithSummary("Object as an owner (业主本人提出异议)")
        .WithDescription(
            "For the units that POST /owner-accounts ties to the caller's login: any other is 422 " +
            "objections.not_an_owner (PUB-02). Otherwise as an objection that staff record: 422 " +
            "objections.outside_period, 409 objections.already_raised, 404 publicity.not_found.")
        .Produces<ObjectionView>(201)
        .WithRequestExample(
            """
            {"unitId":"01a1fc78-884c-7a7a-9c0a-e33201116603","reason":"LIGHT","text":"遮挡客厅采光"}
            """);

    private static async Task<Results<Created<ObjectionView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, ConsultationDbContext db, RaiseObjection.Handler handler, CurrentUser user,
        CancellationToken ct)
    {
        var shape = new ShapeCheck().Text(request.Text, RaiseObjection.MaxText);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var ownerRef = await OwnerRefAsync(id, request.UnitId, db, user, ct);
        // Nobody on the roll has an empty ref: the handler says what is wrong, a period that does not exist first.
        var raised = await handler.HandleAsync(
            id, new RaiseObjection.Request(ownerRef ?? "", request.UnitId, request.Reason, request.Text), ct);
        return raised.Succeeded(out var objection, out var error)
            ? TypedResults.Created($"/api/v1/publicity-periods/{id}/objections", ObjectionView.Of(objection))
            : error.ToProblem();
    }

    // The caller's own ref among the holders that stand on the motion's roll for this unit.
    private static Task<string?> OwnerRefAsync(
        Guid periodId, Guid unitId, ConsultationDbContext db, CurrentUser user, CancellationToken ct) => (
        from period in db.PublicityPeriods
        join motion in db.Motions on period.MotionId equals motion.Id
        join unit in db.RollUnits on motion.RollId equals unit.RollId
        join account in db.OwnerAccounts on motion.EstateId equals account.EstateId
        where period.Id == periodId && unit.UnitId == unitId && account.Subject == user.Subject
            && unit.OwnerRefs.Contains(account.OwnerRef)
        orderby account.OwnerRef
        select account.OwnerRef).FirstOrDefaultAsync(ct);
}

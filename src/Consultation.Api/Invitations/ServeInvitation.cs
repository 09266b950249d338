namespace CivicPlatform.Consultation.Invitations;

/// <summary>POST /meetings/{id}/invitations/{invitationId}/services: the proof that it arrived (送达, EVT-03).</summary>
public static class ServeInvitation
{
    /// <param name="DeliveredAt">When it arrived, with offset: not before it was sent, not in the future.</param>
    /// <param name="Receiver">PARTY_HEAD, PARTY_STAFF, RESIDENT_REPRESENTATIVE or HOUSEHOLD_MEMBER.</param>
    /// <param name="ProofHash">SHA-256 of the receipt, call record or photo.</param>
    public sealed record Request(DateTimeOffset DeliveredAt, ReceiverRole Receiver, string ProofHash);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/meetings/{id:guid}/invitations/{invitationId:guid}/services", PostAsync)
        .Requires(Permissions.MeetingWrite)
        .WithTags("Meetings").WithSummary("Prove that an invitation arrived (登记送达证明)")
        .WithDescription(
            "Once for an invitation; there is no way to say delivered without a proof. 422 " +
            "invitations.delivered_out_of_range; 409 invitations.delivered_already; 404 invitations.not_found " +
            "(EVT-03).")
        .Produces<ListInvitations.Line>(201)
        .WithRequestExample(
            """
            {"deliveredAt":"2024-05-02T16:30:00+08:00","receiver":"PARTY_STAFF",
             "proofHash":"60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"}
            """);

    private static async Task<Results<Created<ListInvitations.Line>, ProblemHttpResult>> PostAsync(
        Guid id, Guid invitationId, Request request, Handler handler, CancellationToken ct)
    {
        var shape = new ShapeCheck().That(
            Sha256Text.IsHash(request.ProofHash), "proofHash", "hash.malformed", Sha256Text.Form);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var served = await handler.HandleAsync(id, invitationId, request, ct);
        return served.Succeeded(out var line, out var error)
            ? TypedResults.Created($"/api/v1/meetings/{id}/invitations", line)
            : error.ToProblem();
    }

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<ListInvitations.Line>> HandleAsync(
            Guid meetingId, Guid invitationId, Request request, CancellationToken ct)
        {
            var invitation = await db.Invitations.AsNoTracking()
                .SingleOrDefaultAsync(i => i.Id == invitationId && i.MeetingId == meetingId, ct);
            if (invitation is null) return InvitationErrors.NotFound;
            var now = await clock.NowAsync(invitation.StreetCode, ct);
            if (request.DeliveredAt < invitation.SentAt || request.DeliveredAt > now)
                return InvitationErrors.DeliveredOutOfRange;
            if (await db.InvitationServices.AnyAsync(s => s.InvitationId == invitationId, ct))
                return InvitationErrors.DeliveredAlready; // Two at once: the primary key refuses the later one.

            var service = InvitationService.Of(invitation, request, user.Subject, now);
            db.Add(service);
            db.Audit.Record(
                user, "meetings.serve", invitation.Id, invitation.StreetCode, Codes.Of(request.Receiver));
            await db.SaveChangesAsync(ct);
            return ListInvitations.Line.Of(invitation, service);
        }
    }
}

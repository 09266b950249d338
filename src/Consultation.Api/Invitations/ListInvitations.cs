using CivicPlatform.Consultation.Meetings;

namespace CivicPlatform.Consultation.Invitations;

/// <summary>GET /meetings/{id}/invitations: who was invited, whom it reached, and who is still unreached.</summary>
public static class ListInvitations
{
    /// <param name="Unreached">Required parties without any invitation that is proved to have arrived (EVT-03).</param>
    public sealed record Response(Guid MeetingId, IReadOnlyList<Line> Invitations, IReadOnlyList<Party> Unreached);

    /// <param name="Delivered">False until a proof of service is there: sent is not delivered.</param>
    /// <param name="Receiver">As what somebody received it; null before.</param>
    /// <param name="ProofHash">SHA-256 of the proof; null before.</param>
    public sealed record Line(
        Guid Id, Party Party, InvitationChannel Channel, DateTimeOffset SentAt, string DocumentHash, bool Delivered,
        DateTimeOffset? DeliveredAt, ReceiverRole? Receiver, string? ProofHash)
    {
        public static Line Of(Invitation invitation, InvitationService? service) => new(
            invitation.Id, invitation.Party, invitation.Channel, invitation.SentAt, invitation.DocumentHash,
            service is not null, service?.DeliveredAt, service?.Receiver, service?.ProofHash);
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/meetings/{id:guid}/invitations", GetAsync)
        .Requires(Permissions.ConsultationRead)
        .WithTags("Meetings").WithSummary("List invitations with their proof of service (会议邀请与送达)")
        .WithDescription("Oldest first, at most 200; roles and no names. 404 meetings.not_found.");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, CancellationToken ct)
    {
        var meeting = await db.Meetings.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
        if (meeting is null) return MeetingErrors.NotFound.ToProblem();
        var rows = await (
            from invitation in db.Invitations.AsNoTracking()
            where invitation.MeetingId == id
            from service in db.InvitationServices.Where(s => s.InvitationId == invitation.Id).DefaultIfEmpty()
            orderby invitation.SentAt, invitation.Id
            select new { invitation, service }).Take(Invitation.MaxOfMeeting).ToListAsync(ct);
        var reached = rows.Where(row => row.service is not null).Select(row => row.invitation.Party);
        return TypedResults.Ok(new Response(
            id, rows.ConvertAll(row => Line.Of(row.invitation, row.service)),
            RequiredParties.Missing(meeting.Kind, reached)));
    }
}

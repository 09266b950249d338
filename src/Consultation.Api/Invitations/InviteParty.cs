using CivicPlatform.Consultation.Meetings;

namespace CivicPlatform.Consultation.Invitations;

/// <summary>POST /meetings/{id}/invitations: a party was invited; that it arrived is another fact.</summary>
public static class InviteParty
{
    /// <param name="Party">Whom.</param>
    /// <param name="Channel">IN_PERSON, MAIL, PHONE, MESSAGE or POSTED.</param>
    /// <param name="SentAt">When it went out, with offset; not in the future.</param>
    /// <param name="DocumentHash">SHA-256 of the invitation.</param>
    public sealed record Request(Party Party, InvitationChannel Channel, DateTimeOffset SentAt, string DocumentHash);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/meetings/{id:guid}/invitations", PostAsync)
        .Requires(Permissions.MeetingWrite)
        .WithTags("Meetings").WithSummary("Record that a party was invited (登记会议邀请)")
        .WithDescription(
            "Sent is not delivered: the invitation counts for nothing until POST .../services proves that it arrived " +
            "(EVT-03). 422 invitations.sent_in_future, invitations.too_many; 409 invitations.sent_already; 404 " +
            "meetings.not_found.")
        .Produces<ListInvitations.Line>(201)
        .WithRequestExample(
            """
            {"party":"PROVIDER","channel":"IN_PERSON","sentAt":"2024-05-02T10:00:00+08:00",
             "documentHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
            """);

    private static async Task<Results<Created<ListInvitations.Line>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var shape = new ShapeCheck().That(
            Sha256Text.IsHash(request.DocumentHash), "documentHash", "hash.malformed", Sha256Text.Form);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var invited = await handler.HandleAsync(id, request, ct);
        return invited.Succeeded(out var invitation, out var error)
            ? TypedResults.Created($"/api/v1/meetings/{id}/invitations", ListInvitations.Line.Of(invitation, null))
            : error.ToProblem();
    }

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<Invitation>> HandleAsync(Guid meetingId, Request request, CancellationToken ct)
        {
            var meeting = await db.Meetings.AsNoTracking().SingleOrDefaultAsync(m => m.Id == meetingId, ct);
            if (meeting is null) return MeetingErrors.NotFound;
            var now = await clock.NowAsync(meeting.StreetCode, ct);
            if (request.SentAt > now) return InvitationErrors.SentInFuture;
            var others = db.Invitations.Where(i => i.MeetingId == meetingId);
            if (await others.CountAsync(ct) >= Invitation.MaxOfMeeting) return InvitationErrors.TooMany;
            var invitation = Invitation.Of(meeting, request, user.Subject, now);
            if (await others.AnyAsync(i => i.Party == invitation.Party && i.Channel == invitation.Channel
                && i.SentAt == invitation.SentAt, ct)) return InvitationErrors.SentAlready;

            db.Add(invitation);
            db.Audit.Record(user, "meetings.invite", invitation.Id, meeting.StreetCode, Codes.Of(request.Party));
            await db.SaveChangesAsync(ct);
            return invitation;
        }
    }
}

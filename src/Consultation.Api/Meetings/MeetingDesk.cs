namespace CivicPlatform.Consultation.Meetings;

/// <summary>One change of one meeting in one transaction.</summary>
public sealed class MeetingDesk(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
{
    /// <summary>Gives the meeting after the change.</summary>
    public async Task<Result<Meeting>> ChangeAsync(
        Guid id, string action, Func<Meeting, DateTimeOffset, Result> change, HttpContext http, CancellationToken ct)
    {
        var meeting = await db.Meetings.SingleOrDefaultAsync(m => m.Id == id, ct);
        if (meeting is null) return MeetingErrors.NotFound;
        if (http.CheckIfMatch(meeting.Version) is { } stale) return stale;
        if (change(meeting, await clock.NowAsync(meeting.StreetCode, ct)).Error is { } refusal) return refusal;
        db.Audit.Record(user, action, meeting.Id, meeting.StreetCode);
        await db.SaveChangesAsync(ct); // A second writer loses: 412, and he looks again.
        http.SetETag(meeting.Version);
        return meeting;
    }
}

using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Meetings;

/// <summary>POST /meetings/{id}/minutes: the next version of the minutes; older ones stay.</summary>
public static class WriteMinutes
{
    private const int MaxText = 10_000;

    /// <param name="Text">At most 10,000 characters; kept ciphered.</param>
    public sealed record Request(string Text);

    /// <param name="Number">1 for the first version.</param>
    public sealed record Response(Guid MeetingId, int Number, DateTimeOffset WrittenAt);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/meetings/{id:guid}/minutes", PostAsync)
        .Requires(Permissions.MeetingWrite)
        .WithTags("Meetings").WithSummary("Write minutes (会议纪要)")
        .WithDescription("A correction is the next version and needs signatures of its own; nothing is overwritten.")
        .Produces<Response>(201)
        .WithRequestExample("""{"text":"各方同意先做东侧管井；施工期间提供临时取水点。"}""");

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Text, MaxText).Error is { } malformed) return malformed.ToProblem();
        var written = await handler.HandleAsync(id, request.Text, ct);
        return written.Succeeded(out var minutes, out var error)
            ? TypedResults.Created($"/api/v1/meetings/{id}/minutes/{minutes.Number}", minutes)
            : error.ToProblem();
    }

    public sealed class Handler(ConsultationDbContext db, FieldCipher cipher, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(Guid id, string text, CancellationToken ct)
        {
            var meeting = await db.Meetings.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
            if (meeting is null) return MeetingErrors.NotFound;
            var now = await clock.NowAsync(meeting.StreetCode, ct);
            var last = await db.MeetingMinutes.Where(m => m.MeetingId == id).MaxAsync(m => (int?)m.Number, ct) ?? 0;
            // Of two writers at once one has the number, the other hears 409 and looks again.
            var minutes = Minutes.Of(meeting, last + 1, row => cipher.Encrypt(text, row), user.Subject, now);
            db.Add(minutes);
            db.Audit.Record(user, "meetings.minutes", minutes.Id, minutes.StreetCode);
            await db.SaveChangesAsync(ct);
            return new Response(id, minutes.Number, now);
        }
    }
}

using CivicPlatform.Consultation.Meetings;

namespace CivicPlatform.Consultation.MeetingSeries;

/// <summary>POST /meeting-series/{id}/occurrences: the next meeting, with what is open (LIFT-03).</summary>
public static class OpenOccurrence
{
    /// <param name="Agenda">Another agenda from here on; left out, the last one's comes along.</param>
    public sealed record Request(IReadOnlyList<string>? Agenda = null);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/meeting-series/{id:guid}/occurrences", PostAsync)
        .Requires(Permissions.MeetingWrite)
        .WithTags("Meetings").WithSummary("Open the next meeting of a series (召开下一次例会)")
        .WithDescription(
            "A week after the last one, on a rest day the next working day. Open items and the agenda come along. " +
            "409 meeting_series.ahead while the last one is not held yet, meeting_series.over after the last week " +
            "(LIFT-03); 404 meeting_series.not_found.")
        .Produces<GetMeeting.Response>(201)
        .WithRequestExample("""{"agenda":["上周待办","脚手架与商铺协商"]}""");

    private static async Task<Results<Created<GetMeeting.Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        if (request.Agenda is { } agenda && OpenSeries.CheckAgenda(new ShapeCheck(), agenda).Error is { } malformed)
            return malformed.ToProblem();
        var opened = await handler.HandleAsync(id, request, ct);
        if (!opened.Succeeded(out var meeting, out var error)) return error.ToProblem();
        http.SetETag(meeting.Version);
        return TypedResults.Created($"/api/v1/meetings/{meeting.Id}", GetMeeting.Response.Of(meeting));
    }

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<Meeting>> HandleAsync(Guid id, Request request, CancellationToken ct)
        {
            var series = await db.MeetingSeries.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct);
            if (series is null) return SeriesErrors.NotFound;
            var estate = await db.RegisterEstates.AsNoTracking().SingleAsync(e => e.Id == series.EstateId, ct);
            var last = await db.Meetings.AsNoTracking().Where(m => m.SeriesId == id)
                .OrderByDescending(m => m.SeriesNumber).FirstOrDefaultAsync(ct);

            // Two at once: the unique number refuses the later one with 409.
            var now = await clock.NowAsync(series.StreetCode, ct);
            var next = series.Next(estate, last, request.Agenda, (user.Subject, now));
            if (!next.Succeeded(out var meeting, out var error)) return error;
            db.Add(meeting);
            db.Audit.Record(user, "meetings.open", meeting.Id, meeting.StreetCode, $"{meeting.SeriesNumber}");
            await db.SaveChangesAsync(ct);
            return meeting;
        }
    }
}

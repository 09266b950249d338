using CivicPlatform.Consultation.Rolls;

namespace CivicPlatform.Consultation.Meetings;

/// <summary>POST /meetings: calls the parties to a table (PIPE-03, LIFT-03).</summary>
public static class OpenMeeting
{
    private const int MaxTitle = 200;
    private const int MaxTopics = 20;

    /// <param name="EstateId">Estate of the register.</param>
    /// <param name="Kind">FIVE_PARTY, JOINT, ROADSHOW or WEEKLY.</param>
    /// <param name="HeldOn">Civil day.</param>
    /// <param name="Agenda">1 to 20 topics of at most 200 characters.</param>
    /// <param name="PreviousId">For WEEKLY: the meeting whose open items come along.</param>
    public sealed record Request(
        Guid EstateId, MeetingKind Kind, string Title, DateOnly HeldOn, IReadOnlyList<string> Agenda,
        Guid? CaseId = null, Guid? PreviousId = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/meetings", PostAsync)
        .Requires(Permissions.MeetingWrite)
        .WithTags("Meetings").WithSummary("Open a meeting (召开协商会)")
        .WithDescription(
            "Each kind needs its parties; a meeting without one of them is kept and says who is missing (PIPE-03). " +
            "It decides nothing: placards and hands are consultation records (VOTE-05). 404 rolls.estate_not_found, " +
            "meetings.not_found; 422 meetings.previous_does_not_fit (LIFT-03).")
        .Produces<GetMeeting.Response>(201)
        .WithRequestExample(
            """
            {"estateId":"01a1fc78-7b9a-7eb3-ac9f-6592b2218287","kind":"FIVE_PARTY","title":"上下水改造协商会",
             "heldOn":"2024-05-06","agenda":["改造意愿与需求","设计与施工方案"]}
            """);

    private static async Task<Results<Created<GetMeeting.Response>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().Text(request.Title, MaxTitle)
            .That(request.Agenda.Count is > 0 and <= MaxTopics, "agenda", "list.size", $"应为 1 至 {MaxTopics} 项")
            .That(request.Agenda.All(topic => !string.IsNullOrWhiteSpace(topic) && topic.Length <= MaxTitle),
                "agenda", "text.malformed", $"每项应为 1 至 {MaxTitle} 个字符");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var opened = await handler.HandleAsync(request, ct);
        if (!opened.Succeeded(out var meeting, out var error)) return error.ToProblem();
        http.SetETag(meeting.Version);
        return TypedResults.Created($"/api/v1/meetings/{meeting.Id}", GetMeeting.Response.Of(meeting));
    }

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<Meeting>> HandleAsync(Request request, CancellationToken ct)
        {
            var estate = await db.RegisterEstates.AsNoTracking()
                .SingleOrDefaultAsync(e => e.Id == request.EstateId, ct);
            if (estate is null) return RollErrors.EstateNotFound;
            var previous = request.PreviousId is { } id
                ? await db.Meetings.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct)
                : null;
            if (request.PreviousId is not null && previous is null) return MeetingErrors.NotFound;

            var now = await clock.NowAsync(estate.StreetCode, ct);
            var opened = Meeting.Open(estate, request, previous, user.Subject, now);
            if (!opened.Succeeded(out var meeting, out var error)) return error;
            db.Add(meeting);
            db.Audit.Record(user, "meetings.open", meeting.Id, meeting.StreetCode, Codes.Of(meeting.Kind));
            await db.SaveChangesAsync(ct);
            return meeting;
        }
    }
}

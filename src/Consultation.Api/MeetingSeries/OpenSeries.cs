using CivicPlatform.Consultation.Rolls;

namespace CivicPlatform.Consultation.MeetingSeries;

/// <summary>POST /meeting-series: a weekly meeting for so many weeks (每周例会, LIFT-03).</summary>
public static class OpenSeries
{
    private const int MaxText = 200, MaxTopics = 20;

    /// <param name="EstateId">Estate of the register.</param>
    /// <param name="FirstOn">Civil day of the first meeting.</param>
    /// <param name="Weeks">1 to 53.</param>
    /// <param name="Agenda">1 to 20 standing topics of at most 200 characters.</param>
    public sealed record Request(
        Guid EstateId, string Title, DateOnly FirstOn, int Weeks, IReadOnlyList<string> Agenda, Guid? CaseId = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/meeting-series", PostAsync)
        .Requires(Permissions.MeetingWrite)
        .WithTags("Meetings").WithSummary("Open a series of weekly meetings (设立每周例会)")
        .WithDescription(
            "Holds nothing by itself: POST .../occurrences opens the next meeting. 404 rolls.estate_not_found.")
        .Produces<GetSeries.Response>(201)
        .WithRequestExample(
            """
            {"estateId":"01a1fc78-7b9a-7eb3-ac9f-6592b2218287","title":"加梯每周例会","firstOn":"2024-05-06","weeks":12,
             "agenda":["上周待办","本周进度"]}
            """);

    private static async Task<Results<Created<GetSeries.Response>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, CancellationToken ct)
    {
        var shape = new ShapeCheck().Text(request.Title, MaxText)
            .That(request.Weeks is > 0 and <= WeeklySeries.MaxWeeks, "weeks", "number.range",
                $"应为 1 至 {WeeklySeries.MaxWeeks}")
            .That(request.FirstOn.Year is >= 2000 and < 2100, "firstOn", "day.out_of_range", "应为 2000 至 2099 年");
        if (CheckAgenda(shape, request.Agenda).Error is { } malformed) return malformed.ToProblem();
        var opened = await handler.HandleAsync(request, ct);
        return opened.Succeeded(out var series, out var error)
            ? TypedResults.Created($"/api/v1/meeting-series/{series.Id}", GetSeries.Response.Of(series, null))
            : error.ToProblem();
    }

    internal static ShapeCheck CheckAgenda(ShapeCheck shape, IReadOnlyList<string> agenda) => shape
        .That(agenda.Count is > 0 and <= MaxTopics, "agenda", "list.size", $"应为 1 至 {MaxTopics} 项")
        .That(agenda.All(topic => !string.IsNullOrWhiteSpace(topic) && topic.Length <= MaxText),
            "agenda", "text.malformed", $"每项应为 1 至 {MaxText} 个字符");

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<WeeklySeries>> HandleAsync(Request request, CancellationToken ct)
        {
            var estate = await db.RegisterEstates.AsNoTracking()
                .SingleOrDefaultAsync(e => e.Id == request.EstateId, ct);
            if (estate is null) return RollErrors.EstateNotFound;
            var now = await clock.NowAsync(estate.StreetCode, ct);
            var series = WeeklySeries.Open(estate, request, user.Subject, now);
            db.Add(series);
            db.Audit.Record(user, "meeting_series.open", series.Id, series.StreetCode, $"{series.Weeks}");
            await db.SaveChangesAsync(ct);
            return series;
        }
    }
}

using System.Text.Json.Serialization;

namespace CivicPlatform.Registry.Calendars;

/// <summary>
/// POST /deadlines:preview: when a period ends, and which days it passes over. Public, stores nothing.
/// </summary>
public static class PreviewDeadline
{
    private const int MaxCode = 40;

    public sealed record Request
    {
        /// <summary>PUBLICITY, NOTICE, CASE or MED-05.</summary>
        public required string Rule { get; init; }

        /// <summary>CN-DEFAULT, BJ, SH, HZ, JN-LAIWU or SD-12345; CN-DEFAULT when absent.</summary>
        public string? Profile { get; init; }

        /// <summary>A date, or an instant with its offset.</summary>
        public required string From { get; init; }

        /// <summary>Grade of a case, or REGULAR and EXTRAORDINARY of a notice.</summary>
        public string? Kind { get; init; }
    }

    /// <param name="Rule">As asked.</param>
    /// <param name="Profile">Name of the profile that was applied.</param>
    /// <param name="From">As asked.</param>
    /// <param name="LastDay">The last day in Asia/Shanghai; it belongs to the period.</param>
    /// <param name="EndsAt">When it is over, UTC.</param>
    /// <param name="NotCounted">Days passed over, in order.</param>
    public sealed record Response(
        string Rule, string Profile, string From, DateOnly LastDay, DateTime EndsAt,
            IReadOnlyList<Uncounted> NotCounted)
    {
        /// <summary>
        /// Years whose yearly notice is not known: only plain weekends were passed over. Absent when none.
        /// </summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<int>? YearsWithoutCalendar { get; init; }
    }

    /// <param name="Date">The day that does not count.</param>
    /// <param name="Reason">START_DAY, REST_DAY or HOLIDAY.</param>
    public sealed record Uncounted(DateOnly Date, string Reason);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/deadlines:preview", Post).Public().WithoutIdempotency().Produces<Response>();

    private static IResult Post(Request request) =>
        Calculate(request).Succeeded(out var response, out var error) ? TypedResults.Ok(response) : error.ToProblem();

    /// <summary>The whole calculation, without a clock of its own.</summary>
    public static Result<Response> Calculate(Request request)
    {
        var readable = StartOfPeriod.TryParse(request.From, out var start);
        var shape = new ShapeCheck()
            .Code(request.Rule, DeadlineRule.Codes)
            .OptionalText(request.Profile, MaxCode)
            .OptionalText(request.Kind, MaxCode)
            .That(readable, "from", "deadlines.from_malformed", "应为日期，或带时区的时刻")
            .Error;
        if (shape is not null) return shape;

        var profile = PolicyProfiles.Find(request.Profile ?? PolicyProfiles.Default);
        if (profile is null) return DeadlineErrors.UnknownProfile();
        var picked = DeadlineRule.LengthOf(request.Rule, profile, request.Kind);
        if (!picked.Succeeded(out var length, out var error)) return error;
        return length.IsInHours ? InHours(request, profile, start, length) : InDays(request, profile, start, length);
    }

    private static Result<Response> InHours(Request request, PolicyProfile profile, StartOfPeriod start, Period length)
    {
        if (start.Instant is not { } instant) return DeadlineErrors.InstantNeeded;
        var end = instant.AddHours(length.Count);
        return new Response(request.Rule, profile.Name, request.From, CivilTime.DayOf(end), end.UtcDateTime, []);
    }

    private static Response InDays(Request request, PolicyProfile profile, StartOfPeriod start, Period length)
    {
        var period = DayPeriod.From(start.Day, length, WorkCalendar.China);
        var notCounted = period.NotCounted.Select(day => new Uncounted(day.Date, CodeOf(day.Reason)));
        return new Response(
            request.Rule, profile.Name, request.From, period.LastDay, period.EndsAt.UtcDateTime, [.. notCounted])
        {
            YearsWithoutCalendar = period.YearsWithoutNotice.Count == 0 ? null : period.YearsWithoutNotice,
        };
    }

    private static string CodeOf(UncountedReason reason) => reason switch
    {
        UncountedReason.StartDay => "START_DAY",
        UncountedReason.RestDay => "REST_DAY",
        _ => "HOLIDAY",
    };
}

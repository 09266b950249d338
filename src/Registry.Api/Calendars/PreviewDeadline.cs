using System.Text.Json.Serialization;

namespace CivicPlatform.Registry.Calendars;

/// <summary>
/// POST /deadlines:preview: when a period ends, and which days it passes over. Public, stores nothing.
/// </summary>
public static class PreviewDeadline
{
    private const int MaxCode = 40;

    /// <summary>Names of the policy profiles.</summary>
    public static IReadOnlyList<string> Profiles =>
        [.. PolicyProfiles.All.Select(profile => profile.Name).Order(StringComparer.Ordinal)];

    public sealed record Request
    {
        /// <summary>PUBLICITY, NOTICE, CASE or MED-05.</summary>
        [CodesOf(typeof(DeadlineRule), nameof(DeadlineRule.Codes))]
        public required string Rule { get; init; }

        /// <summary>CN-DEFAULT, BJ, SH, HZ, JN-LAIWU or SD-12345; CN-DEFAULT when absent.</summary>
        [CodesOf(typeof(PreviewDeadline), nameof(Profiles))]
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
        [CodesOf(typeof(DeadlineRule), nameof(DeadlineRule.Codes))] string Rule,
        [CodesOf(typeof(PreviewDeadline), nameof(Profiles))] string Profile, string From,
        DateOnly LastDay, DateTime EndsAt, IReadOnlyList<Uncounted> NotCounted)
    {
        /// <summary>
        /// Years whose yearly notice is not known: only plain weekends were passed over. Absent when none.
        /// </summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<int>? YearsWithoutCalendar { get; init; }
    }

    /// <param name="Date">The day that does not count.</param>
    /// <param name="Reason">START_DAY, REST_DAY or HOLIDAY.</param>
    public sealed record Uncounted(
        DateOnly Date, [CodesOf(typeof(PreviewDeadline), nameof(s_reasons))] string Reason);

    private static readonly Dictionary<UncountedReason, string> s_reasonCodes = new()
    {
        [UncountedReason.StartDay] = "START_DAY",
        [UncountedReason.RestDay] = "REST_DAY",
        [UncountedReason.Holiday] = "HOLIDAY",
    };

    private static readonly IReadOnlyCollection<string> s_reasons = s_reasonCodes.Values;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/deadlines:preview", Post).Public().WithoutIdempotency()
            .WithTags("Calculators").WithSummary("Count a period of the law without storing anything (试算期限)")
            .WithDescription(
                "Days start after the day of the event and never end on a rest day; hours run from an instant (422 " +
                "deadlines.instant_needed, rule TIME-04). CASE always needs a kind, NOTICE may have one: 422 " +
                "deadlines.unknown_kind lists what the profile knows, deadlines.unknown_profile the profiles.")
            .Produces<Response>()
            .WithRequestExample("""{"rule":"PUBLICITY","profile":"BJ","from":"2023-06-01"}""");

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
        var notCounted = period.NotCounted.Select(day => new Uncounted(day.Date, s_reasonCodes[day.Reason]));
        return new Response(
            request.Rule, profile.Name, request.From, period.LastDay, period.EndsAt.UtcDateTime, [.. notCounted])
        {
            YearsWithoutCalendar = period.YearsWithoutNotice.Count == 0 ? null : period.YearsWithoutNotice,
        };
    }
}

namespace CivicPlatform.Kernel;

/// <summary>Why a day between the start and the last day of a period does not count.</summary>
public enum UncountedReason
{
    /// <summary>The day on which the period starts (TIME-01).</summary>
    StartDay,

    /// <summary>An ordinary weekend day.</summary>
    RestDay,

    /// <summary>A statutory holiday or its day in lieu.</summary>
    Holiday,
}

/// <summary>A day that the period passes over.</summary>
public sealed record UncountedDay(DateOnly Date, UncountedReason Reason);

/// <summary>A period counted in days or working days, from its start day to the end of its last day.</summary>
/// <remarks>
/// TIME-01: the start day does not count; a period in calendar days whose last day is a rest day ends on the first
/// working day after it. TIME-02: working days come from the calendar, never from weekday arithmetic. TIME-04: the
/// period ends at 24:00 of its last day in Asia/Shanghai.
/// </remarks>
/// <param name="StartDay">The civil day on which the fact happened that starts the period.</param>
/// <param name="LastDay">The last day; it belongs to the period (TIME-03).</param>
/// <param name="NotCounted">The start day and every rest day that was passed over, in order.</param>
/// <param name="YearsWithoutNotice">Years it touches for which only plain weekends are known.</param>
public sealed record DayPeriod(
    DateOnly StartDay, DateOnly LastDay, IReadOnlyList<UncountedDay> NotCounted, IReadOnlyList<int> YearsWithoutNotice)
{
    /// <summary>Longest period taken, about ten years: bounds the walk over the calendar.</summary>
    public const int MaxDays = 3_660;

    /// <summary>24:00 of the last day, in UTC. At this instant the period is over.</summary>
    public DateTimeOffset EndsAt => CivilTime.EndOf(LastDay);

    /// <summary>True until the end of the last day.</summary>
    public bool IncludesInstant(DateTimeOffset instant) =>
        instant >= CivilTime.StartOf(StartDay) && instant < EndsAt;

    /// <summary>
    /// Counts a period in days or working days from a start day; throws for hours, which have no days.
    /// </summary>
    public static DayPeriod From(DateOnly startDay, Period length, WorkCalendar calendar)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length.Count, 1, nameof(length));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length.Count, MaxDays, nameof(length));
        var notCounted = new List<UncountedDay> { new(startDay, UncountedReason.StartDay) };
        var lastDay = length.Unit switch
        {
            PeriodUnit.Day => EndInDays(startDay, length.Count, calendar, notCounted),
            PeriodUnit.WorkingDay => EndInWorkingDays(startDay, length.Count, calendar, notCounted),
            _ => throw new ArgumentOutOfRangeException(nameof(length), "Hours are not counted in days."),
        };
        return new DayPeriod(startDay, lastDay, notCounted, YearsWithout(startDay, lastDay, calendar));
    }

    private static DateOnly EndInDays(DateOnly start, int count, WorkCalendar calendar, List<UncountedDay> notCounted)
    {
        var day = start.AddDays(count);
        while (calendar.RestOn(day) is { } rest)
        {
            notCounted.Add(new UncountedDay(day, ReasonOf(rest)));
            day = day.AddDays(1);
        }
        return day;
    }

    private static DateOnly EndInWorkingDays(
        DateOnly start, int count, WorkCalendar calendar, List<UncountedDay> notCounted)
    {
        var day = start;
        for (var counted = 0; counted < count;)
        {
            day = day.AddDays(1);
            if (calendar.RestOn(day) is { } rest) notCounted.Add(new UncountedDay(day, ReasonOf(rest)));
            else counted++;
        }
        return day;
    }

    private static UncountedReason ReasonOf(RestKind rest) =>
        rest is RestKind.Holiday ? UncountedReason.Holiday : UncountedReason.RestDay;

    private static List<int> YearsWithout(DateOnly first, DateOnly last, WorkCalendar calendar) =>
        [.. Enumerable.Range(first.Year, last.Year - first.Year + 1).Where(year => !calendar.HasNoticeFor(year))];
}

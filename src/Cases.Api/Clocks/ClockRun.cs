using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Clocks;

/// <summary>One run of the clock: one department, from a dispatch or a reopening until it replied or lost it.</summary>
/// <remarks>
/// Pauses are the suspensions (CASE-10). In days a day counts when the clock runs at its end, 24:00: a pause inside
/// one day changes nothing, and the day of the resumption counts. In hours the pauses are added.
/// </remarks>
/// <param name="Department">Whose time it is.</param>
/// <param name="StartedAt">Civil instant.</param>
/// <param name="Length">The time given, extensions included.</param>
/// <param name="Pauses">In order; the last may still be open.</param>
/// <param name="StoppedAt">When the department had done its part, or gave it back.</param>
public sealed record ClockRun(
    string Department, DateTimeOffset StartedAt, Period Length, IReadOnlyList<ClockPause> Pauses,
    DateTimeOffset? StoppedAt)
{
    public bool IsPaused => Pauses is [.., { To: null }];

    /// <summary>When it is over (UTC); null while it is paused, for nobody knows how long.</summary>
    public DateTimeOffset? DueAt(WorkCalendar calendar) => At(Length.Count, calendar, last: true);

    /// <summary>
    /// When that part of the time is used up: whole days rounded down, and no earlier than the end of the first day.
    /// </summary>
    public DateTimeOffset? MarkAt(int percent, WorkCalendar calendar) => Length.IsInHours
        ? HoursEnd(TimeSpan.FromHours(Length.Count) * percent / 100)
        : At(Length.Count * percent / 100, calendar, last: false);

    /// <summary>Seconds of the department, pauses left out.</summary>
    public long SecondsUntil(DateTimeOffset now)
    {
        var end = StoppedAt ?? now;
        var paused = Pauses.Sum(pause => Math.Max(0, ((pause.To ?? end) - pause.From).Ticks));
        return Math.Max(0, (end - StartedAt).Ticks - paused) / TimeSpan.TicksPerSecond;
    }

    private DateTimeOffset? At(int count, WorkCalendar calendar, bool last)
    {
        if (IsPaused) return null;
        if (Length.IsInHours) return HoursEnd(TimeSpan.FromHours(count));
        var day = CivilTime.DayOf(StartedAt);
        var limit = day.AddDays(DayPeriod.MaxDays);
        for (var counted = 0; counted < count && day < limit;)
        {
            day = day.AddDays(1);
            if (Counts(day, calendar)) counted++;
        }
        // TIME-01: calendar days do not end on a rest day; nor does any period while it is paused.
        while (last && day < limit && (calendar.RestOn(day) is not null || IsPausedAtEndOf(day))) day = day.AddDays(1);
        return CivilTime.EndOf(day);
    }

    private bool Counts(DateOnly day, WorkCalendar calendar) =>
        !IsPausedAtEndOf(day) && (Length.Unit is PeriodUnit.Day || calendar.IsWorkingDay(day));

    private bool IsPausedAtEndOf(DateOnly day) => Pauses.Any(
        pause => CivilTime.DayOf(pause.From) <= day && (pause.To is not { } to || CivilTime.DayOf(to) > day));

    private DateTimeOffset? HoursEnd(TimeSpan length)
    {
        if (IsPaused) return null;
        var end = StartedAt + length;
        foreach (var pause in Pauses)
            if (pause.From < end) end += pause.To!.Value - pause.From;
        return end;
    }
}

/// <summary>A time in which the clock stood still: approved, with a reason (4.3).</summary>
public sealed record ClockPause(DateTimeOffset From, DateTimeOffset? To);

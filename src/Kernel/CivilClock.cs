namespace CivicPlatform.Kernel;

/// <summary>The legal date of a street office: deadlines, publicity, snapshots and reminders ask it.</summary>
/// <remarks>Security, leases, retries and record dates ask <see cref="TimeProvider"/> instead.</remarks>
public interface ICivilClock
{
    /// <summary>The present civil instant of that street office (UTC).</summary>
    ValueTask<DateTimeOffset> NowAsync(string streetCode, CancellationToken ct);
}

/// <summary>Conversions between instants and the days of Asia/Shanghai (TIME-04).</summary>
public static class CivilTime
{
    /// <summary>China has kept UTC+8 without summer time since 1991, so no time zone data is needed.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The civil day that holds the instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>24:00 of the day, as a UTC instant: the end of every period counted in days.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => StartOf(day.AddDays(1));

    /// <summary>00:00 of the day, as a UTC instant.</summary>
    public static DateTimeOffset StartOf(DateOnly day) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Offset).ToUniversalTime();
}

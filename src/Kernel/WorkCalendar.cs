using System.Globalization;

namespace CivicPlatform.Kernel;

/// <summary>Why a day is no working day.</summary>
public enum RestKind
{
    /// <summary>An ordinary Saturday or Sunday.</summary>
    RestDay,

    /// <summary>A statutory holiday or its day in lieu, by the State Council's yearly notice.</summary>
    Holiday,
}

/// <summary>Working and rest days of mainland China with the adjusted days (调休) of each year (TIME-02).</summary>
/// <remarks>
/// A year without a notice falls back to plain weekends; <see cref="HasNoticeFor"/> says so, and every period that
/// touches such a year carries it on, because its last day may still move.
/// </remarks>
public sealed class WorkCalendar
{
    private readonly Dictionary<DateOnly, bool> _worksOn;
    private readonly HashSet<int> _years;

    private WorkCalendar(Dictionary<DateOnly, bool> worksOn, HashSet<int> years) =>
        (_worksOn, _years) = (worksOn, years);

    /// <summary>The notices for 2023 to 2026, embedded in this assembly.</summary>
    public static WorkCalendar China { get; } = Read(EmbeddedText.Lines("Calendars.cn.csv"));

    /// <summary>True when the yearly notice for this year is known here.</summary>
    public bool HasNoticeFor(int year) => _years.Contains(year);

    /// <summary>True on weekdays but holidays, and on make-up working days.</summary>
    public bool IsWorkingDay(DateOnly day) => RestOn(day) is null;

    /// <summary>Why nobody works on that day; null on a working day.</summary>
    public RestKind? RestOn(DateOnly day)
    {
        if (_worksOn.TryGetValue(day, out var works)) return works ? null : RestKind.Holiday;
        return day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? RestKind.RestDay : null;
    }

    /// <summary>
    /// Reads lines "notice_year,date,kind" with kind REST or WORK under a header; throws on anything else,
    /// because the data is ours.
    /// </summary>
    internal static WorkCalendar Read(IEnumerable<string> lines)
    {
        var worksOn = new Dictionary<DateOnly, bool>();
        var years = new HashSet<int>();
        foreach (var line in lines.Skip(1))
        {
            if (line.Split(',') is not [var year, var date, var kind and ("REST" or "WORK")])
                throw new FormatException($"Calendar line '{line}'.");
            years.Add(int.Parse(year, CultureInfo.InvariantCulture));
            worksOn.Add(DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture), kind == "WORK");
        }
        return new WorkCalendar(worksOn, years);
    }
}

using System.Globalization;

namespace CivicPlatform.Registry.Calendars;

/// <summary>Where a period starts: a civil date, or an instant with its offset.</summary>
/// <param name="Day">The day in Asia/Shanghai (TIME-04).</param>
/// <param name="Instant">Null when only a date was given.</param>
public readonly record struct StartOfPeriod(DateOnly Day, DateTimeOffset? Instant)
{
    // Statutory periods start in our time; the bound also keeps the walk inside DateOnly.
    private const int FirstYear = 1949, LastYear = 2199;

    private static readonly string[] InstantFormats =
        ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mmzzz"];

    /// <summary>Reads "2024-09-20", "2024-09-20T08:00:00+08:00" or "2024-09-20T00:00:00Z"; never a bare time.</summary>
    public static bool TryParse(string? text, out StartOfPeriod start)
    {
        start = default;
        if (text is null) return false;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            start = new StartOfPeriod(day, null);
            return day.Year is >= FirstYear and <= LastYear;
        }
        var offset = text.EndsWith('Z') ? text[..^1] + "+00:00" : text;
        if (!DateTimeOffset.TryParseExact(
            offset, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)) return false;
        if (instant.Year is < FirstYear or > LastYear) return false;
        start = new StartOfPeriod(CivilTime.DayOf(instant), instant);
        return true;
    }
}

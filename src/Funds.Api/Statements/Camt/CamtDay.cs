using System.Globalization;

namespace CivicPlatform.Funds.Statements.Camt;

/// <summary>ISODate and ISODateTime as banks write them: a day, or a time with or without its offset.</summary>
internal static class CamtDay
{
    private static readonly string[] s_days = ["yyyy-MM-dd", "yyyy-MM-ddzzz", "yyyy-MM-dd'Z'"];

    /// <summary>The instant; a day alone is its beginning in Asia/Shanghai, whatever offset stands beside it.</summary>
    public static bool TryRead(string text, out DateTimeOffset instant)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (text.Length >= 10 && !text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParseExact(text, s_days, invariant, DateTimeStyles.AssumeUniversal, out var day))
        {
            instant = CivilTime.StartOf(DateOnly.FromDateTime(day.DateTime));
            return instant.Year is >= 2000 and <= 2100;
        }
        if (text.EndsWith('Z')) text = text[..^1] + "+00:00";
        return BankText.TryReadTime(text, out instant);
    }
}

using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CivicPlatform.Kernel;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>
/// One page of a list. <paramref name="Next"/> is the value of <c>after</c> for the next one, or null.
/// </summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Bounds and making of pages.</summary>
public static class Page
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    /// <summary>From at most limit + 1 rows: the row too many only says that there is a next page.</summary>
    public static Page<T> Of<T>(List<T> rows, int limit, Func<T, Cursor> cursorOf) =>
        Of(rows, limit, row => cursorOf(row).ToString());

    /// <summary>The same for lists that go on after an id or a number.</summary>
    public static Page<T> Of<T>(List<T> rows, int limit, Func<T, string> afterOf)
    {
        if (rows.Count <= limit) return new Page<T>(rows, null);
        rows.RemoveRange(limit, rows.Count - limit);
        return new Page<T>(rows, afterOf(rows[^1]));
    }
}

/// <summary>Place in a list ordered by (instant, id), newest first.</summary>
public readonly record struct Cursor(DateTimeOffset At, Guid Id)
{
    public static readonly Error Malformed = Error.Invalid("request.cursor_malformed", "翻页参数 after 无效");

    /// <summary>Opaque to callers.</summary>
    public override string ToString() => Base64Url.EncodeToString(
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks:x}.{Id:N}")));

    public static bool TryParse(string? text, out Cursor cursor)
    {
        cursor = default;
        if (text is not { Length: > 0 and <= 100 } || !Base64Url.IsValid(text)) return false;
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
        if (parts.Length != 2 || !Guid.TryParseExact(parts[1], "N", out var id)) return false;
        if (!long.TryParse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var ticks)) return false;
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks) return false;
        cursor = new Cursor(new DateTimeOffset(ticks, TimeSpan.Zero), id);
        return true;
    }
}

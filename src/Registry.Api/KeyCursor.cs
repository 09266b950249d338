using System.Buffers.Text;
using System.Text;

namespace CivicPlatform.Registry;

/// <summary>Place in a list ordered by texts (codes, sort keys). Opaque to callers.</summary>
internal static class KeyCursor
{
    private const int MaxLength = 1_000;
    private const char Separator = '\n'; // In no key: texts from outside hold no control characters here.

    /// <summary>False when malformed; an absent cursor is the start and gives null.</summary>
    public static bool TryParse(string? text, int parts, out string[]? keys)
    {
        keys = null;
        if (text is null) return true;
        if (text.Length is 0 or > MaxLength || !Base64Url.IsValid(text)) return false;
        keys = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(Separator);
        return keys.Length == parts && !keys.Any(TextRules.HasForbiddenCharacter);
    }

    /// <summary>From at most limit + 1 rows: the row too many only says that there is a next page.</summary>
    public static Page<T> PageOf<T>(List<T> rows, int limit, Func<T, string[]> keysOf)
    {
        if (rows.Count <= limit) return new Page<T>(rows, null);
        rows.RemoveRange(limit, rows.Count - limit);
        var keys = string.Join(Separator, keysOf(rows[^1]));
        return new Page<T>(rows, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(keys)));
    }
}

/// <summary>How many rows a page of this service holds.</summary>
internal static class PageLimit
{
    public static int Of(int? asked) => Math.Clamp(asked ?? Page.DefaultLimit, 1, Page.MaxLimit);
}

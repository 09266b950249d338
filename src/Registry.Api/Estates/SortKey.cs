using System.Text;

namespace CivicPlatform.Registry.Estates;

/// <summary>A text whose byte order is the natural order of codes, so that an index can serve lists in it.</summary>
/// <remarks>
/// The same order as <see cref="NaturalOrder"/>: runs of digits carry their length in front, numbers stand before
/// text, and the end of a segment before both.
/// </remarks>
public static class SortKey
{
    private const char EndOfSegment = ' ', Number = '#', Text = '$'; // Ascending, and below every letter and digit.

    /// <summary>The key of codes that are compared one after the other.</summary>
    public static string Of(params ReadOnlySpan<string> codes)
    {
        var key = new StringBuilder();
        foreach (var code in codes) Append(key, code);
        return key.ToString();
    }

    private static void Append(StringBuilder key, string code)
    {
        for (var at = 0; at < code.Length; at++)
        {
            if (!char.IsLetterOrDigit(code[at])) continue;
            while (at < code.Length && char.IsLetterOrDigit(code[at])) at = AppendRun(key, code, at);
            key.Append(EndOfSegment);
        }
        key.Append(EndOfSegment);
    }

    private static int AppendRun(StringBuilder key, string code, int start)
    {
        var (end, isNumber) = (start, char.IsAsciiDigit(code[start]));
        while (end < code.Length && char.IsLetterOrDigit(code[end]) && char.IsAsciiDigit(code[end]) == isNumber) end++;
        if (!isNumber)
        {
            key.Append(Text).Append(code, start, end - start);
            return end;
        }
        var digits = code.AsSpan(start, end - start).TrimStart('0');
        key.Append(Number).Append((char)('0' + digits.Length)).Append(digits);
        return end;
    }
}

namespace CivicPlatform.Kernel;

/// <summary>
/// The order of building, entrance and room codes: 2-1-101 before 10-1-101, 9 before 10, 101 before 101A.
/// </summary>
/// <remarks>
/// A key falls into segments at everything that is neither letter nor digit; segments compare one by one, inside a
/// segment a run of ASCII digits compares as a number of any length and stands before text; keys equal by that
/// compare ordinally, so that only equal keys are ever equal.
/// </remarks>
public sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return string.CompareOrdinal(x, y);
        ReadOnlySpan<char> left = x, right = y;
        while (true)
        {
            var a = NextSegment(ref left);
            var b = NextSegment(ref right);
            if (a.IsEmpty && b.IsEmpty) return string.CompareOrdinal(x, y);
            if (a.IsEmpty || b.IsEmpty) return a.IsEmpty ? -1 : 1;
            var order = CompareSegments(a, b);
            if (order != 0) return order;
        }
    }

    private static ReadOnlySpan<char> NextSegment(ref ReadOnlySpan<char> rest)
    {
        var start = 0;
        while (start < rest.Length && !char.IsLetterOrDigit(rest[start])) start++;
        var end = start;
        while (end < rest.Length && char.IsLetterOrDigit(rest[end])) end++;
        var segment = rest[start..end];
        rest = rest[end..];
        return segment;
    }

    private static int CompareSegments(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var a = NextRun(ref left);
            var b = NextRun(ref right);
            var (aIsNumber, bIsNumber) = (char.IsAsciiDigit(a[0]), char.IsAsciiDigit(b[0]));
            if (aIsNumber != bIsNumber) return aIsNumber ? -1 : 1;
            var order = aIsNumber ? CompareNumbers(a, b) : a.SequenceCompareTo(b);
            if (order != 0) return order;
        }
        return left.IsEmpty ? (right.IsEmpty ? 0 : -1) : 1;
    }

    private static ReadOnlySpan<char> NextRun(ref ReadOnlySpan<char> rest)
    {
        var isNumber = char.IsAsciiDigit(rest[0]);
        var end = 1;
        while (end < rest.Length && char.IsAsciiDigit(rest[end]) == isNumber) end++;
        var run = rest[..end];
        rest = rest[end..];
        return run;
    }

    private static int CompareNumbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a.TrimStart('0');
        b = b.TrimStart('0');
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);
    }
}

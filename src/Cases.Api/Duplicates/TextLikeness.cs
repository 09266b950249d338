namespace CivicPlatform.Cases.Duplicates;

/// <summary>How much two tellings have in common: shared pairs of neighbouring characters. Pure.</summary>
public static class TextLikeness
{
    /// <summary>0 for nothing in common, 100 for the same pairs; punctuation and spaces do not count.</summary>
    public static int Of(string one, string other)
    {
        var (a, b) = (Pairs(one), Pairs(other));
        if (a.Count == 0 || b.Count == 0) return 0;
        var shared = a.Count(b.Contains);
        return shared * 100 / (a.Count + b.Count - shared);
    }

    private static HashSet<(char, char)> Pairs(string text)
    {
        var letters = text.Where(char.IsLetterOrDigit).ToArray();
        return [.. letters.Zip(letters.Skip(1))];
    }
}

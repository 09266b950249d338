using System.Text.Json;

namespace CivicPlatform.VoteVerifier;

/// <summary>The public list from a file: one tracker a line, or the pages of the API, one a line.</summary>
public static class TrackerList
{
    /// <exception cref="ArgumentException">
    /// The file is no such list, or not the whole of it: that says nothing about the archive.
    /// </exception>
    public static IReadOnlySet<string> Read(string path, int ballots)
    {
        var trackers = File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)
            .SelectMany(OfLine).ToHashSet();
        return trackers.Count == ballots
            ? trackers
            : throw new ArgumentException(FormattableString.Invariant(
                $"{path} has {trackers.Count} trackers, {ballots} were signed: fetch every page of the list"));
    }

    private static IEnumerable<string> OfLine(string line)
    {
        if (line[0] != '{') return [IsTracker(line) ? line : throw new ArgumentException($"'{line}' is no tracker")];
        using var page = JsonDocument.Parse(line);
        return page.RootElement.TryGetProperty("items", out var items)
            ? [.. items.EnumerateArray().Select(item => item.GetString() ?? "")]
            : throw new ArgumentException("a page of the list has items");
    }

    private static bool IsTracker(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}

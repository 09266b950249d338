using System.Text.Json;
using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.DisclosureVerifier;

/// <summary>A file in memory: its first line says what it is.</summary>
/// <param name="Name">As it was given.</param>
/// <param name="First">Proof, header of a list, or header of a chain.</param>
/// <param name="Rest">What follows a header, with the number of each line.</param>
public sealed record DisclosureFile(string Name, FileLine First, IReadOnlyList<(int Number, FileLine Line)> Rest)
{
    /// <exception cref="FaultException">The file is none, is cut off, or holds what does not belong there.</exception>
    public static DisclosureFile Read(string path)
    {
        using var stream = File.OpenRead(path);
        FileLine? first = null;
        var rest = new List<(int, FileLine)>();
        foreach (var (number, text) in BoundedLines.Read(stream))
        {
            var line = Parse(text, number);
            if (first is null) first = line;
            else if (Follows(first, line)) rest.Add((number, line));
            else throw new FaultException(number, "does not belong here");
        }

        return first is { Line: null, Page: null }
            ? new DisclosureFile(path, first, rest)
            : throw new FaultException(0, first is null ? "the file is empty" : "the first line is missing");
    }

    private static bool Follows(FileLine first, FileLine line) =>
        (first.Lines is not null && line.Line is not null) || (first.Chain is not null && line.Page is not null);

    // One form for one content: what was written otherwise has passed through other hands.
    private static FileLine Parse(string text, int number)
    {
        try
        {
            var line = JsonSerializer.Deserialize<FileLine>(text, ProofText.Json);
            object?[] members = [line?.Proof, line?.Lines, line?.Line, line?.Chain, line?.Page];
            if (members.Count(m => m is not null) != 1) throw new FaultException(number, "says no one thing");
            return JsonSerializer.Serialize(line, ProofText.Json) == text
                ? line!
                : throw new FaultException(number, "is not written as it was served; fetch the file again");
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new FaultException(number, "cannot be read: the file was cut off or changed");
        }
    }
}

using System.Text.Json;
using CivicPlatform.Consultation.Archives;

namespace CivicPlatform.VoteVerifier;

/// <summary>What the check found first; the line counts from 1, 0 stands for the whole file.</summary>
public sealed class FaultException(int line, string what)
    : Exception(line == 0 ? what : FormattableString.Invariant($"line {line}: {what}"));

/// <summary>A vote archive in memory, every line with its number.</summary>
public sealed class Archive
{
    private const int MaxLine = 64 * 1024;
    private const int MaxLines = 2_000_000;

    private Archive(ArchiveHeader header) => Header = header;

    public ArchiveHeader Header { get; }

    public List<(int Line, ArchivedUnit Unit)> Units { get; } = [];

    public List<(int Line, ArchivedBallot Ballot)> Ballots { get; } = [];

    /// <exception cref="FaultException">The file is none, is cut off, or holds what does not belong there.</exception>
    public static Archive Read(TextReader file)
    {
        Archive? archive = null;
        var number = 0;
        while (file.ReadLine() is { } text)
        {
            if (++number > MaxLines) throw new FaultException(number, "more lines than an archive has");
            var line = Parse(text, number);
            if (archive is null)
            {
                var header = line.Motion ?? throw new FaultException(number, "the header is missing");
                if (header.Format != ArchiveHeader.CurrentFormat)
                    throw new FaultException(number, $"unknown format {header.Format}");
                archive = new Archive(header);
            }
            else if (line.Unit is { } unit && archive.Ballots.Count == 0) archive.Units.Add((number, unit));
            else if (line.Ballot is { } ballot) archive.Ballots.Add((number, ballot));
            else throw new FaultException(number, "does not belong here");
        }
        return archive ?? throw new FaultException(0, "the file is empty");
    }

    private static ArchiveLine Parse(string text, int number)
    {
        if (text.Length > MaxLine) throw new FaultException(number, "too long for a line of an archive");
        try
        {
            var line = JsonSerializer.Deserialize<ArchiveLine>(text, ArchiveText.Json);
            object?[] members = [line?.Motion, line?.Unit, line?.Ballot];
            return members.Count(m => m is not null) == 1
                ? line!
                : throw new FaultException(number, "says no one thing");
        }
        catch (JsonException e)
        {
            throw new FaultException(number, $"cannot be read: {e.Message}");
        }
    }
}

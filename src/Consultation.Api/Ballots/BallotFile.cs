using System.Globalization;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.ServiceDefaults.Imports;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>Reads a file of ballots and finds everything that is wrong with it before one row is stored.</summary>
/// <param name="units">Unit ids of the roll by place.</param>
/// <param name="motion">No paper may be older than its voting or show another agenda (VOTE-27).</param>
/// <param name="civilNow">No paper may be dated later.</param>
internal sealed class BallotFile(
    IReadOnlyDictionary<BallotPlace, Guid> units, Motion motion, DateTimeOffset civilNow)
{
    /// <summary>A paper's place, answer, channel and date, and what may stand beside; at most 200,000 rows.</summary>
    public static readonly CsvShape Shape = new(
        ["building", "entrance", "room", "choice", "channel", "cast_at"], "agenda_hash", "evidence_hash")
    {
        MaxRows = 200_000,
    };

    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";
    private readonly ImportReport _report = new();
    private readonly Dictionary<BallotPaper, int> _lines = [];
    private readonly List<BallotRow> _rows = [];

    /// <summary>The papers in the order of the file, or every finding by row and column (422).</summary>
    public Result<List<BallotRow>> Read(CsvImport csv)
    {
        try
        {
            foreach (var row in csv.Rows())
            {
                if (ReadRow(row) is not { } read) continue;
                if (_lines.TryAdd(read.Paper, row.Line)) _rows.Add(read);
                else _report.Add(row, "room", "ballots.paper_twice", $"与第 {_lines[read.Paper]} 行完全相同");
            }
        }
        catch (ImportException e)
        {
            return e.Error;
        }
        return _report.IsClean ? _rows : _report.ToError();
    }

    private BallotRow? ReadRow(CsvRow row)
    {
        var place = new BallotPlace(row["building"], row["entrance"], row["room"]);
        var known = units.ContainsKey(place);
        if (!known) _report.Add(row, "room", "ballots.unit_not_on_roll", "不在本次表决的清册上");

        var coded = _report.Code(row, "choice", Codes.All<Choice>())
            & _report.Code(row, "channel", Codes.All<Channel>()); // Not &&: every finding counts.
        var dated = TryReadTime(row, out var castAt);
        var announced = row["agenda_hash"] is "" || row["agenda_hash"] == motion.AgendaHash;
        if (!announced) _report.Add(row, "agenda_hash", "ballots.agenda_differs", "与公告的表决事项不一致");
        var scanned = row["evidence_hash"] is "" || Sha256Text.IsHash(row["evidence_hash"]);
        if (!scanned) _report.Add(row, "evidence_hash", "hash.malformed", Sha256Text.Form);
        if (!known || !coded || !dated || !announced || !scanned) return null;

        var paper = new BallotPaper(
            place, Codes.Parse<Choice>(row["choice"]), Codes.Parse<Channel>(row["channel"]), castAt);
        return new BallotRow(paper, row["evidence_hash"] is { Length: > 0 } scan ? scan : null);
    }

    private bool TryReadTime(CsvRow row, out DateTimeOffset castAt)
    {
        castAt = default;
        if (!DateTime.TryParseExact(
            row["cast_at"], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            _report.Add(row, "cast_at", "time.malformed", "应为 2023-05-20 09:02:00 的形式");
            return false;
        }
        castAt = new DateTimeOffset(local, CivilTime.Offset).ToUniversalTime();
        if (castAt >= motion.VotingOpensAt && castAt <= civilNow) return true;
        if (castAt > civilNow) _report.Add(row, "cast_at", "ballots.cast_in_future", "选票日期晚于今天");
        else _report.Add(row, "cast_at", "ballots.cast_before_opening", "选票日期早于表决开始");
        return false;
    }
}

/// <summary>One row of a file: the paper, and what stands beside it.</summary>
/// <param name="EvidenceHash">SHA-256 of its scan, which may be filed later; null when it names none.</param>
internal sealed record BallotRow(BallotPaper Paper, string? EvidenceHash);

using System.Globalization;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Rolls;
using CivicPlatform.ServiceDefaults.Imports;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>Reads a file of ballots and finds everything that is wrong with it before one row is stored.</summary>
/// <param name="units">Units of the roll by place.</param>
/// <param name="motion">No paper may be older than its voting or show another agenda (VOTE-27).</param>
/// <param name="civilNow">No paper may be dated later.</param>
internal sealed class BallotFile(
    IReadOnlyDictionary<BallotPlace, RollUnit> units, Motion motion, DateTimeOffset civilNow)
{
    /// <summary>A paper's place, answer, channel and date, and what may stand beside; at most 200,000 rows.</summary>
    public static readonly CsvShape Shape = new(
        ["building", "entrance", "room", "choice", "channel", "cast_at"], ["agenda_hash", .. BallotSides.Columns])
    {
        MaxRows = 200_000,
    };

    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";
    // A click is its owner's own; nobody brings it in a file.
    private static readonly string[] s_byHand = [.. Codes.All<Channel>().Except([Codes.Of(Channel.Internet)])];

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
        var known = units.TryGetValue(place, out var unit);
        if (!known) _report.Add(row, "room", "ballots.unit_not_on_roll", "不在本次表决的清册上");

        var coded = _report.Code(row, "choice", Codes.All<Choice>())
            & _report.Code(row, "channel", s_byHand); // Not &&: every finding counts.
        var dated = TryReadTime(row, out var castAt);
        var announced = row["agenda_hash"] is "" || row["agenda_hash"] == motion.AgendaHash;
        if (!announced) _report.Add(row, "agenda_hash", "ballots.agenda_differs", "与公告的表决事项不一致");
        var sides = new BallotSideReader(_report).Read(row, unit);
        if (!known || !coded || !dated || !announced || sides is null) return null;

        var paper = new BallotPaper(
            place, Codes.Parse<Choice>(row["choice"]), Codes.Parse<Channel>(row["channel"]), castAt);
        return new BallotRow(row.Line, paper, sides);
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
/// <param name="Line">Physical line, from 1.</param>
internal sealed record BallotRow(int Line, BallotPaper Paper, BallotSides Sides);

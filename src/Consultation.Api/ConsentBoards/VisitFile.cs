using System.Globalization;
using CivicPlatform.Consultation.Ballots;
using CivicPlatform.ServiceDefaults.Imports;

namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>One visit of a file, with the number that the field device gave it.</summary>
internal sealed record VisitRow(string Ref, int Line, RecordVisit.Request Visit);

/// <summary>Reads a file of visits and finds everything that is wrong with it before one row is stored.</summary>
/// <param name="households">Unit ids of the board by place.</param>
/// <param name="today">No visit may be later: a civil day.</param>
internal sealed class VisitFile(IReadOnlyDictionary<BallotPlace, Guid> households, DateOnly today)
{
    /// <summary>
    /// ref, building, entrance, room, visited_on, channel, outcome and maybe offer; at most 5,000 rows.
    /// </summary>
    public static readonly CsvShape Shape =
        new(["ref", "building", "entrance", "room", "visited_on", "channel", "outcome"], "offer")
        {
            MaxRows = 5_000, MaxBytes = 8 * 1024 * 1024,
        };

    private const int MaxRef = 64;
    private const string DayFormat = "yyyy-MM-dd";
    private readonly Dictionary<string, VisitRow> _visits = new(StringComparer.Ordinal);

    /// <summary>Also takes what the importer finds against the visits that are stored.</summary>
    public ImportReport Report { get; } = new();

    /// <summary>The visits in the order of the file. Rows that say the same under the same number are one.</summary>
    public Result<List<VisitRow>> Read(CsvImport file)
    {
        try
        {
            foreach (var row in file.Rows())
            {
                if (ReadRow(row) is { } visit && !_visits.TryAdd(visit.Ref, visit)
                    && _visits[visit.Ref].Visit != visit.Visit) AddReused(row.Line);
            }
        }
        catch (ImportException e)
        {
            return e.Error;
        }
        return Report.IsClean ? _visits.Values.ToList() : Report.ToError(rule: "PIPE-02");
    }

    /// <summary>A number of the device that stands for another visit already.</summary>
    public void AddReused(int line) => Report.Add(line, "ref", "visits.ref_reused", "该编号已用于另一次走访");

    private VisitRow? ReadRow(CsvRow row)
    {
        var known = households.TryGetValue(new(row["building"], row["entrance"], row["room"]), out var unit);
        if (!known) Report.Add(row, "room", "consent_boards.household_not_found", "该专有部分不在此实施单元内");
        var coded = Report.Code(row, "channel", Codes.All<VisitChannel>())
            & Report.Code(row, "outcome", Codes.All<VisitOutcome>())
            & Report.Text(row, "ref", MaxRef)
            & Report.Text(row, "offer", RecordVisit.MaxOffer, required: false); // Not &&: every finding counts.
        var dated = TryReadDay(row, out var day);
        if (!known || !coded || !dated) return null;
        return new VisitRow(row["ref"], row.Line, new RecordVisit.Request(
            unit, day, Codes.Parse<VisitChannel>(row["channel"]), Codes.Parse<VisitOutcome>(row["outcome"]),
            row["offer"] is { Length: > 0 } offer ? offer : null));
    }

    private bool TryReadDay(CsvRow row, out DateOnly day)
    {
        if (!DateOnly.TryParseExact(row["visited_on"], DayFormat, CultureInfo.InvariantCulture, default, out day))
            Report.Add(row, "visited_on", "day.malformed", "应为 2024-05-06 的形式");
        else if (day > today) Report.Add(row, "visited_on", "consent_boards.visit_in_future", "走访日期不能晚于今天");
        else return true;
        return false;
    }
}

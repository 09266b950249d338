using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CivicPlatform.Bench;

/// <summary>What a run found: printed as it comes, and kept as Markdown and JSON at the end.</summary>
public sealed class Report(string setting)
{
    private const int First = 36, Other = 12;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly List<Table> _tables = [];
    private readonly List<string> _notes = [];

    /// <summary>A table whose first column names what was measured.</summary>
    public void Add(string title, string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table(title, columns, [.. rows]);
        _tables.Add(table);
        Console.WriteLine($"\n{title}");
        foreach (var row in (string[][])[["", .. columns], .. table.Rows]) Console.WriteLine(Line(row));
    }

    /// <summary>A sentence below the tables: a check, a plan, what was left out and why.</summary>
    public void Note(string sentence)
    {
        _notes.Add(sentence);
        Console.WriteLine(sentence);
    }

    /// <summary>A figure as it stands in a table.</summary>
    public static string Figure(double value, string format = "0.00") =>
        value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Writes both files and returns the path of the readable one.</summary>
    public async Task<string> SaveAsync(string folder, DateTimeOffset now, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var name = Path.Combine(folder, now.UtcDateTime.ToString("yyyy-MM-dd-HHmm", CultureInfo.InvariantCulture));
        await File.WriteAllTextAsync($"{name}.md", Markdown(), ct);
        var document = new { setting, tables = _tables, notes = _notes };
        await File.WriteAllTextAsync($"{name}.json", JsonSerializer.Serialize(document, Indented), ct);
        return $"{name}.md";
    }

    private string Markdown()
    {
        var text = new StringBuilder($"# Bench\n\n{setting}\n");
        foreach (var table in _tables)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {table.Title}\n\n");
            text.Append(CultureInfo.InvariantCulture, $"| | {string.Join(" | ", table.Columns)} |\n");
            text.Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(table.Columns.Select(_ => "---:|"))}\n");
            foreach (var row in table.Rows)
                text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |\n");
        }
        if (_notes.Count > 0) text.Append('\n');
        foreach (var note in _notes) text.Append(CultureInfo.InvariantCulture, $"- {note}\n");
        return text.ToString();
    }

    private static string Line(string[] cells) =>
        cells[0].PadRight(First) + string.Concat(cells.Skip(1).Select(cell => cell.PadLeft(Other)));

    private sealed record Table(string Title, string[] Columns, string[][] Rows);
}

using System.Globalization;
using System.Text.Json;
using CivicPlatform.Kernel;

namespace CivicPlatform.ServiceDefaults.Imports;

/// <summary>One JSON object a line, read as if its members were the cells of a CSV row.</summary>
/// <remarks>A member is a string, a number or null; null and a missing optional member are empty cells.</remarks>
internal static class NdjsonRows
{
    public const string MediaType = "application/x-ndjson";

    private static readonly Error NotAnObject = CsvImport.Truncated with { Detail = "该行不是完整的 JSON 对象" };

    public static IEnumerable<CsvRow> Read(TextReader lines, CsvShape shape)
    {
        string[] names = [.. shape.Columns, .. shape.OptionalColumns];
        var columns = names.Index().ToDictionary(name => name.Item, name => name.Index);
        var number = 0;
        while (lines.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            yield return new CsvRow(columns, CellsOf(line, number, shape, columns), number);
        }
        if (number == 0) throw new ImportException(CsvImport.BadHeader with { Detail = "文件为空" });
    }

    private static string[] CellsOf(string line, int number, CsvShape shape, Dictionary<string, int> columns)
    {
        using var document = Parse(line, number);
        var cells = new string?[columns.Count];
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (!columns.TryGetValue(member.Name, out var index))
                throw Refused("import.column_unknown", "未知的列", number, member.Name);
            if (cells[index] is not null) throw Refused("import.column_twice", "列名重复", number, member.Name);
            cells[index] = member.Value.ValueKind switch
            {
                JsonValueKind.String => member.Value.GetString()!.Trim(),
                JsonValueKind.Number => member.Value.GetRawText(), // As it stands: no amount becomes a double.
                JsonValueKind.Null => "",
                _ => throw Refused("import.value", "应为字符串或数字", number, member.Name),
            };
        }
        if (shape.Columns.FirstOrDefault(name => cells[columns[name]] is null) is { } missing)
            throw Refused("import.column_missing", $"缺少列 {missing}", number, missing);
        return [.. cells.Select(cell => cell ?? "")];
    }

    private static JsonDocument Parse(string line, int number)
    {
        try
        {
            var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 4 });
            if (document.RootElement.ValueKind is JsonValueKind.Object) return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // Said below, with the line.
        }
        throw new ImportException(CsvImport.At(NotAnObject, number));
    }

    private static ImportException Refused(string code, string detail, int line, string name) =>
        new(CsvImport.BadHeader with
        {
            Detail = string.Create(CultureInfo.InvariantCulture, $"第 {line} 行"),
            Findings = [new Finding(code, detail, Row: line, Column: name[..Math.Min(name.Length, 40)])],
        });
}

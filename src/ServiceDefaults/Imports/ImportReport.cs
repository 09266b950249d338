using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Http;

namespace CivicPlatform.ServiceDefaults.Imports;

/// <summary>Collects findings by row and column; all rows are checked before one is stored.</summary>
public sealed class ImportReport
{
    private const int Most = 1_000;
    private readonly List<Finding> _findings = [];
    private int _total;

    public bool IsClean => _total == 0;

    /// <summary>True once so many findings are known that reading on would not help anybody.</summary>
    public bool IsFull => _findings.Count >= Most;

    public void Add(CsvRow row, string column, string code, string detail) => Add(row.Line, column, code, detail);

    public void Add(int line, string column, string code, string detail)
    {
        _total++;
        if (!IsFull) _findings.Add(new Finding(code, detail, Row: line, Column: column));
    }

    /// <summary>A required cell: not empty, not too long, no forbidden characters.</summary>
    public bool Text(CsvRow row, string column, int max, bool required = true) =>
        Text((row.Line, column), row[column], max, required);

    /// <summary>The same for a text of a file without cells.</summary>
    public bool Text((int Line, string Column) place, string text, int max, bool required = true)
    {
        if (required && text.Length == 0) Add(place.Line, place.Column, "text.required", "必填");
        else if (text.Length > max) Add(place.Line, place.Column, "text.too_long", $"不得超过 {max} 个字符");
        else if (TextRules.HasForbiddenCharacter(text))
            Add(place.Line, place.Column, "text.forbidden_character", "含有不允许的字符");
        else return true;
        return false;
    }

    /// <summary>One of a closed list of codes.</summary>
    public bool Code(CsvRow row, string column, IReadOnlyCollection<string> codes)
    {
        if (codes.Contains(row[column])) return true;
        Add(row, column, "code.unknown", $"应为 {string.Join('、', codes)} 之一");
        return false;
    }

    /// <summary>The refusal with the first thousand findings.</summary>
    public Error ToError(string code = "import.rows_refused", string? rule = null) =>
        Error.Refused(code, "文件中有错误，未导入任何一行", rule) with
        {
            Detail = $"共 {_total} 处错误",
            Findings = [.. _findings.OrderBy(finding => finding.Row)], // Stable: a row keeps its order.
        };
}

using System.Globalization;
using System.Text;
using CivicPlatform.Kernel;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CivicPlatform.ServiceDefaults.Imports;

/// <summary>What a file of rows must look like and how large it may be.</summary>
/// <param name="Columns">Exact header names, in any order.</param>
/// <param name="OptionalColumns">Names that may be absent.</param>
public sealed record CsvShape(IReadOnlyList<string> Columns, params string[] OptionalColumns)
{
    /// <summary>Decoded size; more is 413.</summary>
    public long MaxBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>More rows are 413.</summary>
    public int MaxRows { get; init; } = 500_000;

    /// <summary>Physical line of the header, from 1; a letterhead above it is passed over.</summary>
    public int HeaderRow { get; init; } = 1;

    /// <summary>Takes files with further columns, and reads none of them.</summary>
    public bool IgnoresOthers { get; init; }

    /// <summary>A longer physical line is 413: it would be held in memory whole.</summary>
    public const int MaxLineChars = 64 * 1024;
}

/// <summary>One data row: cells by column name, and its physical line (header = 1).</summary>
public sealed class CsvRow(IReadOnlyDictionary<string, int> columns, string[] cells, int line)
{
    /// <summary>Physical line, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The cell, trimmed; empty for an absent optional column.</summary>
    public string this[string column] => columns.TryGetValue(column, out var index) ? cells[index] : "";
}

/// <summary>
/// Reads an uploaded CSV row by row: UTF-8 with or without BOM or GB18030, plain or gzip, within limits. NDJSON with
/// the same names is read the same way, so that no importer knows the difference.
/// </summary>
/// <remarks>
/// Encoding: the charset of Content-Type, else a BOM, else strict UTF-8, else GB18030. Encoding faults and a file cut
/// short are 400, a wrong header 422, sizes 413. What is wrong with single cells is the importer's to find.
/// </remarks>
public sealed class CsvImport : IAsyncDisposable
{
    public static readonly Error BadEncoding =
        Error.Invalid("import.encoding", "文件编码无法识别，请使用 UTF-8 或 GB18030");

    public static readonly Error Truncated = Error.Invalid("import.truncated", "文件不完整，可能在上传时中断");

    public static readonly Error BadHeader = Error.Refused("import.header", "表头与模板不一致");

    public static readonly Error TooLarge =
        new(ErrorKind.TooLarge, "import.too_large", "文件、行数或单行长度超过上限");

    public static readonly Error NotCsv = Error.Invalid("import.not_csv", "请上传 CSV 或 NDJSON 文件");

    private static readonly string[] NdjsonTypes = [NdjsonRows.MediaType, "application/ndjson", "application/jsonl"];

    private readonly CsvShape _shape;
    private readonly FileStream _file;
    private readonly Encoding _encoding;
    private readonly bool _isNdjson;

    static CsvImport() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private CsvImport(CsvShape shape, FileStream file, Encoding encoding, bool isNdjson) =>
        (_shape, _file, _encoding, _isNdjson) = (shape, file, encoding, isNdjson);

    /// <summary>True when the body is said to be one JSON object a line.</summary>
    public static bool IsNdjson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && NdjsonTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Spools the body to a temporary file (deleted on close) and settles its encoding.</summary>
    public static async Task<Result<CsvImport>> OpenAsync(HttpRequest request, CsvShape shape, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)) return NotCsv;
        var isNdjson = IsNdjson(request);
        if (!isNdjson && type.MediaType.Value is not
            ("text/csv" or "application/csv" or "text/plain" or "application/octet-stream")) return NotCsv;

        var spooled = await SpooledBody.ReceiveAsync(request, shape.MaxBytes, ct);
        if (!spooled.Succeeded(out var file, out var error)) return error;
        var encoding = CsvEncoding.Of(file, type.Charset.Value);
        if (encoding is not null) return new CsvImport(shape, file, encoding, isNdjson);
        await file.DisposeAsync();
        return BadEncoding;
    }

    /// <summary>All rows in order. May be called again: the file is read from its start.</summary>
    /// <exception cref="ImportException">The file as a whole cannot be read; carries the refusal.</exception>
    public IEnumerable<CsvRow> Rows()
    {
        _file.Position = 0;
        using var lines = new BoundedLineReader(new StreamReader(_file, _encoding, true, 64 * 1024, leaveOpen: true));
        var rows = _isNdjson ? NdjsonRows.Read(lines, _shape) : Read(lines, _shape);
        foreach (var row in Bounded(rows, _shape)) yield return row;
    }

    /// <summary>The rows of a text at hand, such as a sample; limits and refusals are those of a file.</summary>
    public static IEnumerable<CsvRow> RowsOf(string text, CsvShape shape)
    {
        using var lines = new BoundedLineReader(new StringReader(text));
        foreach (var row in Bounded(Read(lines, shape), shape)) yield return row;
    }

    private static IEnumerable<CsvRow> Bounded(IEnumerable<CsvRow> rows, CsvShape shape)
    {
        foreach (var (index, row) in rows.Index())
        {
            if (index >= shape.MaxRows) throw new ImportException(TooLarge with { Detail = $"最多 {shape.MaxRows} 行" });
            yield return row;
        }
    }

    private static IEnumerable<CsvRow> Read(TextReader lines, CsvShape shape)
    {
        using var csv = new CsvReader(lines, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = bad => throw new ImportException(At(Truncated, bad.Context.Parser!.RawRow)),
            MissingFieldFound = null,
            TrimOptions = TrimOptions.Trim,
            IgnoreBlankLines = true,
            DetectDelimiter = false,
        });
        do
        {
            if (!csv.Read()) throw new ImportException(BadHeader with { Detail = "文件为空" });
        } while (csv.Parser.RawRow < shape.HeaderRow);

        var header = (csv.Parser.Record ?? []).Select(name => name.TrimStart('\uFEFF')).ToArray();
        var columns = CheckHeader(header, shape);
        while (csv.Read())
        {
            var cells = csv.Parser.Record!;
            if (cells.Length != header.Length)
                throw new ImportException(At(Truncated with { Detail = "该行的列数与表头不同" }, csv.Parser.RawRow));
            yield return new CsvRow(columns, cells, csv.Parser.RawRow);
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static Dictionary<string, int> CheckHeader(string[] header, CsvShape shape)
    {
        string[] known = [.. shape.Columns, .. shape.OptionalColumns];
        var missing = shape.Columns.Except(header).Select(name => new Finding(
            "import.column_missing", $"缺少列 {name}", Row: shape.HeaderRow, Column: name));
        var unknown = header.Except(known).Where(_ => !shape.IgnoresOthers).Select(name => new Finding(
            "import.column_unknown", "未知的列", Row: shape.HeaderRow, Column: name[..Math.Min(name.Length, 40)]));
        var twice = header.Where(name => !shape.IgnoresOthers || known.Contains(name)).GroupBy(name => name)
            .Where(g => g.Count() > 1).Select(g => new Finding(
                "import.column_twice", "列名重复", Row: shape.HeaderRow, Column: g.Key[..Math.Min(g.Key.Length, 40)]));
        Finding[] findings = [.. missing.Concat(unknown).Concat(twice).Take(100)];
        if (findings.Length > 0) throw new ImportException(BadHeader with { Findings = findings });
        return header.Index().DistinctBy(column => column.Item)
            .ToDictionary(column => column.Item, column => column.Index);
    }

    internal static Error At(Error error, int line) =>
        error with { Findings = [new Finding(error.Code, error.Detail ?? error.Title, Row: line)] };
}

/// <summary>The file as a whole is refused while its rows are being read.</summary>
public sealed class ImportException(Error error) : Exception(error.Code)
{
    public Error Error { get; } = error;
}

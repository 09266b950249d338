using CivicPlatform.Registry.Data;
using CivicPlatform.ServiceDefaults.Imports;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using NpgsqlTypes;

namespace CivicPlatform.Registry.Divisions;

/// <summary>
/// POST /division-imports: one file of the national code book (provinces, cities, districts or streets).
/// </summary>
/// <remarks>
/// Columns code and name; the parents' columns of the published files are checked against the code and carry nothing
/// else. Files may come in any order: a code names its parents by itself. Names that changed are renamed.
/// </remarks>
public static class ImportDivisions
{
    private const long BodyBytes = 16 * 1024 * 1024;
    private const int MaxName = 100;
    private const string Code = "code", Name = "name";
    private static readonly string[] Parents = ["provinceCode", "cityCode", "areaCode"];
    private static readonly CsvShape Shape = new([Code, Name], Parents) { MaxBytes = BodyBytes };

    /// <param name="ImportId">Names this import in the audit rows.</param>
    /// <param name="Rows">Rows of the file.</param>
    /// <param name="New">Codes that were added.</param>
    /// <param name="Renamed">Codes whose name changed.</param>
    /// <param name="Unchanged">The rest.</param>
    public sealed record Response(Guid ImportId, int Rows, int New, int Renamed, int Unchanged);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/division-imports", PostAsync).Requires(Permissions.DivisionImport)
            .WithMetadata(new RequestSizeLimitAttribute(BodyBytes)).TakesCsv(Shape)
            .WithTags("Divisions").WithSummary("Import the national code book from CSV (导入区划代码)")
            .WithDescription(
                "One file of provinces, cities, districts or streets; files may come in any order. The parents' " +
                "columns are checked against the code and carry nothing else. All rows are checked first: 422 " +
                "import.rows_refused with findings by row and column. Changed names are renamed; a file that changes " +
                "nothing is 200.")
            .Produces<Response>(StatusCodes.Status201Created).Produces<Response>()
            .WithRequestExample("code,name,cityCode\n110114,昌平区,1101\n", "text/csv");

    private static async Task<IResult> PostAsync(HttpRequest request, Handler handler, CancellationToken ct)
    {
        var opened = await CsvImport.OpenAsync(request, Shape, ct);
        if (!opened.Succeeded(out var file, out var unreadable)) return unreadable.ToProblem();
        await using (file)
        {
            var done = await handler.HandleAsync(file, ct);
            if (!done.Succeeded(out var response, out var error)) return error.ToProblem();
            return response.New + response.Renamed == 0
                ? TypedResults.Ok(response)
                : TypedResults.Created((string?)null, response);
        }
    }

    public sealed class Handler(RegistryDbContext db, CurrentUser user)
    {
        private const string CopySql =
            "copy division_import_rows (import_id, line, code, name) from stdin (format binary)";

        private const string TwiceSql =
            "select line from (select line, min(line) over (partition by code) as first from division_import_rows " +
            "where import_id = $1) r where line > first order by line limit 1000";

        // xmax = 0 tells an inserted row from an updated one.
        private const string MergeSql =
            "with merged as (insert into divisions as d (code, name) select code, name from division_import_rows " +
            "where import_id = $1 order by code on conflict (code) do update set name = excluded.name, " +
            "version = d.version + 1 where d.name <> excluded.name returning (xmax = 0) as added) " +
            "select count(*) filter (where added)::int, count(*) filter (where not added)::int from merged";

        private const string ClearSql = "delete from division_import_rows where import_id = $1";

        private readonly NpgsqlConnection _connection = (NpgsqlConnection)db.Database.GetDbConnection();
        private readonly Guid _importId = Guid.CreateVersion7();

        public async Task<Result<Response>> HandleAsync(CsvImport file, CancellationToken ct)
        {
            var report = new ImportReport();
            try
            {
                var rows = await StageAsync(file, report, ct);
                await CheckTwiceAsync(report, ct);
                if (!report.IsClean) return report.ToError();
                return await MergeAsync(rows, ct);
            }
            catch (ImportException e)
            {
                return e.Error;
            }
        }

        private async Task<int> StageAsync(CsvImport file, ImportReport report, CancellationToken ct)
        {
            var count = 0;
            await using var copy = await _connection.BeginBinaryImportAsync(CopySql, ct);
            foreach (var row in file.Rows())
            {
                if (report.IsFull) break;
                if (!IsWellFormed(row, report)) continue;
                await copy.StartRowAsync(ct);
                await copy.WriteAsync(_importId, NpgsqlDbType.Uuid, ct);
                await copy.WriteAsync(row.Line, NpgsqlDbType.Integer, ct);
                await copy.WriteAsync(row[Code], NpgsqlDbType.Text, ct);
                await copy.WriteAsync(row[Name], NpgsqlDbType.Text, ct);
                count++;
            }
            await copy.CompleteAsync(ct);
            return count;
        }

        private static bool IsWellFormed(CsvRow row, ImportReport report)
        {
            var named = report.Text(row, Name, MaxName);
            if (!DivisionCode.TryParse(row[Code], out var code))
            {
                report.Add(row, Code, "division.malformed", "应为 2、4、6、9 或 12 位数字");
                return false;
            }
            foreach (var column in Parents)
            {
                if (code.Value.StartsWith(row[column], StringComparison.Ordinal)) continue;
                report.Add(row, column, "division.wrong_parent", "上级区划与代码不符");
                named = false;
            }
            return named;
        }

        private async Task CheckTwiceAsync(ImportReport report, CancellationToken ct)
        {
            await using var command = Command(TwiceSql);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) report.Add(reader.GetInt32(0), Code, "division.twice", "代码重复");
        }

        private async Task<Response> MergeAsync(int rows, CancellationToken ct)
        {
            int added, renamed;
            await using (var command = Command(MergeSql))
            await using (var reader = await command.ExecuteReaderAsync(ct))
            {
                await reader.ReadAsync(ct);
                (added, renamed) = (reader.GetInt32(0), reader.GetInt32(1));
            }
            await using (var clear = Command(ClearSql)) await clear.ExecuteNonQueryAsync(ct);
            if (added + renamed > 0) db.Audit.Record(user, "divisions.import", _importId, "national");
            await db.SaveChangesAsync(ct);
            return new Response(_importId, rows, added, renamed, rows - added - renamed);
        }

        private NpgsqlCommand Command(string sql) =>
            new(sql, _connection) { Parameters = { new() { Value = _importId } } };
    }
}

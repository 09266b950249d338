using CivicPlatform.Registry.Data;
using CivicPlatform.Registry.Divisions;
using CivicPlatform.Registry.Estates;
using CivicPlatform.ServiceDefaults.Imports;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace CivicPlatform.Registry.UnitImports;

/// <summary>POST /unit-imports: a register file (楼盘表), checked whole, then registered all or nothing.</summary>
/// <remarks>
/// Streamed into a stage by COPY, checked and merged by SQL, so neither rows nor events are ever all in memory. An
/// import adds and never overwrites: a known unit with the same content is unchanged, with other content 409.
/// </remarks>
public static class ImportUnits
{
    /// <param name="ImportId">Names this import in the audit rows.</param>
    /// <param name="Rows">Rows of the file.</param>
    /// <param name="Units">Exclusive parts that were added.</param>
    /// <param name="Owners">Owners that were added.</param>
    /// <param name="Area">Area that was added, m².</param>
    /// <param name="Unchanged">Rows whose unit was registered like that already.</param>
    public sealed record Response(Guid ImportId, int Rows, int Units, int Owners, Area Area, int Unchanged);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/unit-imports", PostAsync).Requires(Permissions.UnitImport)
            .WithMetadata(new RequestSizeLimitAttribute(ImportLimits.BodyBytes)).TakesCsv(UnitRowReader.Shape)
            .WithTags("Units").WithSummary("Import a register of exclusive parts from CSV (导入楼盘表)")
            .WithDescription(
                "Checked whole, then registered all or nothing: 422 import.rows_refused with findings by row and " +
                "column. " + Columns + " An import adds and never overwrites: 409 unit_imports.differs when a unit " +
                "is there with other content, unit_imports.in_progress while another file of the community runs. A " +
                "file that adds nothing is 200. Communities must be on record first (PUT /divisions/{code}).")
            .Produces<Response>(StatusCodes.Status201Created).Produces<Response>()
            .WithRequestExample(
                "division_code,estate,building,entrance,room,floor,area_m2,area_source,kind,sale_status,owners\n" +
                "110114009901,润枫锦尚,4,1,101,1,89.32,REGISTER,FLAT,SOLD,S006|王芳|13800000000\n", "text/csv");

    private static string Columns =>
        $"area_source is {Or(UnitCodes.AreaSources)}; kind {Or(UnitCodes.Kinds)}; sale_status " +
        $"{Or(UnitCodes.SaleStatuses)} (sold parts need an owner); owners is ref|name|phone, several divided by " +
        "semicolons; floor is negative below ground; entrance may be empty.";

    private static string Or(IReadOnlyCollection<string> codes) => string.Join(" or ", codes);

    private static async Task<IResult> PostAsync(HttpRequest request, Handler handler, CancellationToken ct)
    {
        var opened = await CsvImport.OpenAsync(request, UnitRowReader.Shape, ct);
        if (!opened.Succeeded(out var file, out var unreadable)) return unreadable.ToProblem();
        await using (file)
        {
            var done = await handler.HandleAsync(file, ct);
            if (!done.Succeeded(out var response, out var error)) return error.ToProblem();
            return response.Units == 0 ? TypedResults.Ok(response) : TypedResults.Created((string?)null, response);
        }
    }

    public sealed class Handler(RegistryDbContext db, CurrentUser user, FieldCipher cipher, TimeProvider clock)
    {
        private readonly NpgsqlConnection _connection = (NpgsqlConnection)db.Database.GetDbConnection();
        private readonly Guid _importId = Guid.CreateVersion7();

        public async Task<Result<Response>> HandleAsync(CsvImport file, CancellationToken ct)
        {
            try
            {
                var report = new ImportReport();
                var stage = new UnitStage(_connection, cipher, _importId);
                var rows = await stage.WriteAsync(WellFormed(file, report), ct);
                return await CheckAsync(stage, report, ct) is { } error ? error : await MergeAsync(rows, ct);
            }
            catch (ImportException e)
            {
                return e.Error;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                return UnitImportErrors.InProgress;
            }
        }

        private static IEnumerable<UnitRow> WellFormed(CsvImport file, ImportReport report)
        {
            foreach (var row in file.Rows())
            {
                if (report.IsFull) yield break;
                if (UnitRowReader.Read(row, report) is { } unit) yield return unit;
            }
        }

        private async Task<Error?> CheckAsync(UnitStage stage, ImportReport report, CancellationToken ct)
        {
            var merge = new UnitMerge(_connection, _importId);
            var checks = new UnitChecks(_connection, _importId);
            var covered = stage.Divisions.All(user.Scope.Covers);
            await checks.AddFileFindingsAsync(report, ct);
            if (covered)
            {
                await merge.ResolveAsync(ct);
                await checks.AddRegisterFindingsAsync(report, ct);
            }
            if (!report.IsClean) return report.ToError();
            if (!covered) return DivisionErrors.NotFound; // Another office's community: 404, not 403.

            var differences = new ImportReport();
            await checks.AddDifferencesAsync(differences, ct);
            return differences.IsClean ? null : UnitImportErrors.Differs(differences);
        }

        private async Task<Result<Response>> MergeAsync(int rows, CancellationToken ct)
        {
            var merge = new UnitMerge(_connection, _importId);
            var merged = await merge.InsertAsync(ct);
            var events = new RegisteredUnits(db, _connection, _importId);
            foreach (var estate in merged.Estates)
            {
                await events.PublishAsync(estate, clock.GetUtcNow(), ct);
                db.Audit.Record(user, "estates.import_units", estate.Id, estate.StreetCode, _importId.ToString());
                await db.SaveChangesAsync(ct);
            }
            await merge.ClearAsync(ct);
            return new Response(
                _importId, rows, merged.Units, merged.Owners, Area.FromSquareMetres(merged.Area), rows - merged.Units);
        }
    }
}

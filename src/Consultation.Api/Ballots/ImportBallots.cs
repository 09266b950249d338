using System.Security.Cryptography;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.ServiceDefaults.Imports;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>POST /motions/{id}/ballot-imports: takes over a file of ballots whole, or nothing of it.</summary>
public static class ImportBallots
{
    private const long MaxBodyBytes = 64 * 1024 * 1024;

    /// <param name="Rows">Data rows of the file.</param>
    /// <param name="Ballots">Papers that are new.</param>
    /// <param name="Repeated">Of these, papers that give an answer of their unit again (VOTE-13).</param>
    /// <param name="Unchanged">Papers that were here already.</param>
    public sealed record Response(Guid ImportId, int Rows, int Ballots, int Repeated, int Unchanged);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/motions/{id:guid}/ballot-imports", PostAsync)
        .Requires(Permissions.BallotImport)
        .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
        .Accepts<IFormFile>("text/csv", "application/x-ndjson").TakesCsv(BallotFile.Shape)
        .WithTags("Ballots").WithSummary("Import ballots from CSV or NDJSON (导入选票)")
        .WithDescription(
            "Columns building, entrance, room, choice, channel, cast_at (2023-05-20 09:02:00, Beijing time) in " +
            "any order, and agenda_hash where the papers show one (another than the motion's: " +
            "ballots.agenda_differs); evidence_hash names a paper's scan, which may be filed later " +
            "(evidence-gaps counts those missing). Votes of the city's system (EXTERNAL_SYSTEM) carry " +
            "external_ref: the same number and vote changes nothing, with another vote " +
            "ballots.external_ref_reused (VOTE-21). A mandate is proxy_agent, proxy_principal, stated_choice, " +
            "mandate_hash, with the refusals of a single ballot (VOTE-22); UTF-8 or GB18030, gzip allowed. All " +
            "rows are checked first: 422 with findings by row and column. Different answers of one owner are " +
            "taken and make a conflict; an equal answer on a further paper counts once; the same paper twice is " +
            "422. The same file again is 200 and changes nothing. 409 for a late file.")
        .Produces<Response>(201)
        .WithRequestExample(
            "building,entrance,room,choice,channel,cast_at\n1,1,101,FOR,DOOR_TO_DOOR,2023-05-20 09:02:00\n",
            "text/csv");

    private static async Task<Results<Created<Response>, Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Handler handler, ChoiceSeal seal, HttpContext http, CancellationToken ct)
    {
        var hash = await SHA256.HashDataAsync(http.Request.Body, ct);
        http.Request.Body.Position = 0; // The request transaction has buffered it.
        var opened = await CsvImport.OpenAsync(http.Request, BallotFile.Shape, ct);
        if (!opened.Succeeded(out var csv, out var unreadable)) return unreadable.ToProblem();

        await using (csv)
        {
            var imported = await handler.HandleAsync(id, csv, seal.FileKey(hash), ct);
            if (!imported.Succeeded(out var response, out var error)) return error.ToProblem();
            return response.Unchanged == response.Rows
                ? TypedResults.Ok(response)
                : TypedResults.Created($"/api/v1/motions/{id}", response);
        }
    }

    public sealed class Handler(
        ConsultationDbContext db, ChoiceSeal seal, ICivilClock civilClock, TimeProvider clock, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(Guid id, CsvImport csv, byte[] fileKey, CancellationToken ct)
        {
            var found = await OpenMotionAsync(id, ct);
            if (!found.Succeeded(out var motion, out var refusal)) return refusal;
            if (await BeforeAsync(motion, fileKey, ct) is { } done) return done;

            var units = await db.RollUnits.AsNoTracking().Where(unit => unit.RollId == motion.RollId)
                .ToDictionaryAsync(u => new BallotPlace(u.Building, u.Entrance, u.Room), ct);
            var file = new BallotFile(units, motion, await civilClock.NowAsync(motion.StreetCode, ct));
            if (!file.Read(csv).Succeeded(out var rows, out var error)) return error;
            if (await new KnownSides(db, motion, seal).CheckAsync(rows, ct) is { } unfit) return unfit;

            var batch = new BallotBatch(motion, seal, user.Subject, clock.GetUtcNow());
            var known = await db.Ballots.Where(b => b.MotionId == id)
                .Select(b => new { b.AnswerKey, b.PaperKey }).ToListAsync(ct);
            foreach (var keys in known) batch.Know(keys.AnswerKey, keys.PaperKey);
            foreach (var row in rows) batch.Add(row, units[row.Paper.Place].UnitId);
            await batch.SaveAsync(db, ct);

            var import = batch.ToImport(fileKey, rows.Count);
            db.Add(import);
            db.Audit.Record(user, "ballots.import", import.Id, motion.StreetCode, $"{import.Ballots}/{import.Rows}");
            await db.SaveChangesAsync(ct);
            return new Response(
                import.Id, import.Rows, import.Ballots, import.Repeated, import.Rows - import.Ballots);
        }

        // Shares the motion's lock with single ballots until the commit, so that the close waits for this file.
        private async Task<Result<Motion>> OpenMotionAsync(Guid id, CancellationToken ct)
        {
            try
            {
                var motion = await db.Motions.FromSql($"select * from open_motion({id}, {clock.GetUtcNow()})")
                    .IgnoreAutoIncludes().AsNoTracking().SingleAsync(ct);
                // Single papers stand back meanwhile; see may_cast_now.
                await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(motion_file_key({id}))", ct);
                return motion;
            }
            catch (PostgresException e) when (BallotErrors.Of(e) is { } refusal)
            {
                return refusal;
            }
        }

        private async Task<Response?> BeforeAsync(Motion motion, byte[] fileKey, CancellationToken ct)
        {
            var before = await db.BallotImports.AsNoTracking()
                .SingleOrDefaultAsync(i => i.MotionId == motion.Id && i.FileHash == fileKey, ct);
            return before is null ? null : new Response(before.Id, before.Rows, 0, 0, before.Rows);
        }
    }
}

using CivicPlatform.Consultation.Ballots;
using CivicPlatform.ServiceDefaults.Imports;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>
/// POST /consent-boards/{id}/visit-imports: takes over what staff wrote down where there was no network (PIPE-02).
/// </summary>
public static class ImportVisits
{
    /// <param name="Rows">Visits of the file.</param>
    /// <param name="Visits">Of these, new ones.</param>
    /// <param name="Unchanged">Of these, sent before under the same number.</param>
    public sealed record Response(int Rows, int Visits, int Unchanged);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/consent-boards/{id:guid}/visit-imports", PostAsync)
        .Requires(Permissions.ConsentWrite).TakesCsv(VisitFile.Shape)
        .WithTags("Consent boards").WithSummary("Import visits from CSV or NDJSON (导入入户走访)")
        .WithDescription(
            "ref is the number that the field device gave the visit, unique on its board: sending a file again, or a " +
            "longer one with the same visits, changes nothing that is here. All rows are checked first: 422 with " +
            "findings by row and column, visits.ref_reused where a number stands for another visit, and nothing is " +
            "taken. visited_on is a day (2024-05-06). 404 consent_boards.not_found.")
        .WithRequestExample(
            "ref,building,entrance,room,visited_on,channel,outcome,offer\n" +
            "pad3-0506-1,1,2,502,2024-05-06,VISIT,UNCHANGED,施工期间代管家具\n", "text/csv");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Handler handler, HttpContext http, CancellationToken ct)
    {
        var opened = await CsvImport.OpenAsync(http.Request, VisitFile.Shape, ct);
        if (!opened.Succeeded(out var file, out var unreadable)) return unreadable.ToProblem();
        await using (file)
        {
            var imported = await handler.HandleAsync(id, file, ct);
            return imported.Succeeded(out var response, out var error) ? TypedResults.Ok(response) : error.ToProblem();
        }
    }

    public sealed class Handler(ConsultationDbContext db, FieldCipher cipher, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(Guid boardId, CsvImport csv, CancellationToken ct)
        {
            // Files of one board one after the other: the later one sees the numbers of the earlier one.
            await db.Database.ExecuteSqlAsync(
                $"select 1 from consent_boards where id = {boardId} for no key update", ct);
            var households = await db.ConsentHouseholds.AsNoTracking().Where(h => h.BoardId == boardId)
                .ToDictionaryAsync(h => h.UnitId, ct);
            if (households.Count == 0) return ConsentBoardErrors.NotFound;
            var now = await clock.NowAsync(households.Values.First().StreetCode, ct);
            var places = households.Values.ToDictionary(
                h => new BallotPlace(h.Building, h.Entrance, h.Room), h => h.UnitId);
            var file = new VisitFile(places, CivilTime.DayOf(now));
            if (!file.Read(csv).Succeeded(out var rows, out var error)) return error;

            var known = await KnownAsync(boardId, rows, ct);
            foreach (var row in rows)
                if (known.TryGetValue(row.Ref, out var before) && before != row.Visit) file.AddReused(row.Line);
            if (!file.Report.IsClean) return file.Report.ToError(rule: "PIPE-02");

            var fresh = rows.Where(row => !known.ContainsKey(row.Ref)).ToList();
            db.AddRange(fresh.Select(row => VisitRecord.Of(
                households[row.Visit.UnitId], row.Visit, id => Conceal(row.Visit.Offer, id), user.Subject, now,
                row.Ref)));
            db.Audit.Record(user, "consent_boards.import_visits", boardId, households.Values.First().StreetCode,
                $"{fresh.Count}/{rows.Count}");
            await db.SaveChangesAsync(ct);
            return new Response(rows.Count, fresh.Count, rows.Count - fresh.Count);
        }

        private async Task<Dictionary<string, RecordVisit.Request>> KnownAsync(
            Guid boardId, IReadOnlyList<VisitRow> rows, CancellationToken ct)
        {
            string[] refs = [.. rows.Select(row => row.Ref)];
            var visits = await db.ConsentVisits.AsNoTracking()
                .Where(v => v.BoardId == boardId && v.Ref != null && refs.Contains(v.Ref)).ToListAsync(ct);
            return visits.ToDictionary(v => v.Ref!, v => new RecordVisit.Request(v.UnitId, v.VisitedOn, v.Channel,
                v.Outcome, v.Offer is { } offer ? cipher.DecryptText(offer, v.Id) : null));
        }

        private byte[]? Conceal(string? offer, Guid id) => offer is null ? null : cipher.Encrypt(offer, id);
    }
}

using System.Text.Json;
using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Archives;

/// <summary>GET /motions/{id}/archive: everything that it takes to count again without us.</summary>
public static class ExportArchive
{
    public const string MediaType = "application/x-ndjson";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/motions/{id:guid}/archive", GetAsync)
        .Requires(Permissions.ArchiveExport).ReadsPersonalData()
        .WithTags("Archives").WithSummary("Export a closed motion for a recount (表决档案)")
        .WithDescription(
            "One JSON object a line: the signed header, the units of the roll, the papers opened. " +
            "./civic verify-vote checks and counts it without database or network. " +
            "409 motions.wrong_status before the close.")
        .Produces<string>(200, MediaType);

    private static async Task<IResult> GetAsync(
        Guid id, ConsultationDbContext db, ClosingDesk desk, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        var motion = await db.Motions.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
        if (motion is null) return MotionErrors.NotFound.ToProblem();
        var closing = await db.VoteClosings.AsNoTracking().SingleOrDefaultAsync(c => c.MotionId == id, ct);
        if (closing is null) return MotionErrors.WrongStatus(motion.Status).ToProblem();
        var units = await db.RollUnits.AsNoTracking().Where(u => u.RollId == motion.RollId).OrderBy(u => u.UnitId)
            .ToListAsync(ct);
        await db.Audit.RecordReadAsync(user, (id, motion.StreetCode), ct);

        http.Response.ContentType = MediaType;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"vote-{id}.ndjson\"";
        await WriteAsync(new ArchiveLine(Motion: closing.ToHeader(motion, units.Count)));
        foreach (var unit in units) await WriteAsync(new ArchiveLine(Unit: ClosingDesk.Archived(unit)));
        var places = units.ToDictionary(unit => unit.UnitId);
        var ballots = db.Ballots.AsNoTracking().Where(b => b.MotionId == id).OrderBy(b => b.Id).AsAsyncEnumerable();
        await foreach (var ballot in ballots.WithCancellation(ct))
            await WriteAsync(new ArchiveLine(Ballot: desk.Open(id, ballot, places)));
        return Results.Empty;

        async Task WriteAsync(ArchiveLine line)
        {
            await JsonSerializer.SerializeAsync(http.Response.Body, line, ArchiveText.Json, ct);
            await http.Response.Body.WriteAsync("\n"u8.ToArray(), ct);
        }
    }
}

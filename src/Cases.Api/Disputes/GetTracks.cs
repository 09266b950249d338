using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Intake;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Disputes;

/// <summary>GET /cases/{id}/tracks and /tracks/{id}: what runs beside a case.</summary>
public static class GetTracks
{
    /// <summary>A track with everything that happened.</summary>
    public sealed record Response(TrackView Track, IReadOnlyList<EventLine> Events);

    /// <summary>Something that happened.</summary>
    /// <param name="Parties">Who took part or refused; only for those who mediate, as are code and note.</param>
    public sealed record EventLine(
        int Sequence, string Kind, string Title, DateOnly On, [CodesOf(typeof(Parties))] IReadOnlyList<string>? Parties,
        string? Code, string? DocumentHash, string? Note);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/cases/{id:guid}/tracks", ListAsync).Requires(Permissions.DisputeRead)
            .WithTags("Disputes").WithSummary("List what runs beside a case (调解、诉讼、鉴定、维修)")
            .WithDescription("Oldest first, at most 80, no pages; status only. 404 intake.case_not_found.");
        routes.MapGet("/tracks/{id:guid}", GetAsync).Requires(Permissions.DisputeRead).ReadsPersonalData()
            .WithTags("Disputes").WithSummary("Read a track with everything that happened (轨道详情)")
            .WithDescription(
                "Who took part and what was said is shown to those who mediate only (MED-06); each answer leaves an " +
                "audit row. ETag is " +
                "the version. 404 disputes.track_not_found.");
    }

    private static async Task<Results<Ok<Page<TrackView>>, ProblemHttpResult>> ListAsync(
        Guid id, CasesDbContext db, CancellationToken ct)
    {
        if (!await db.Cases.AnyAsync(c => c.Id == id, ct)) return IntakeErrors.CaseNotFound.ToProblem();
        var tracks = await db.Tracks.AsNoTracking().Where(t => t.CaseId == id).OrderBy(t => t.Id)
            .Take(TrackTable.Kinds.Count * OpenTrack.MaxTracks).ToListAsync(ct);
        return TypedResults.Ok(new Page<TrackView>(tracks.ConvertAll(TrackView.Of), null));
    }

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid id, DisputeDesk desk, HttpContext http, CancellationToken ct)
    {
        var track = await desk.Db.Tracks.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct);
        if (track is null) return DisputeErrors.TrackNotFound.ToProblem();
        await desk.Db.Audit.RecordReadAsync(desk.User, (track.CaseId, track.StreetCode), ct);
        var events = await desk.Db.TrackEvents.AsNoTracking().Where(e => e.TrackId == id).OrderBy(e => e.Sequence)
            .Take(200).ToListAsync(ct);
        var notes = await desk.NotesAsync(track.CaseId, ct);
        http.SetETag(track.Version);
        return TypedResults.Ok(new Response(TrackView.Of(track), events.ConvertAll(e => new EventLine(
            e.Sequence, e.Kind, TrackTable.TextOf(track.Kind, e.Kind), e.HappenedOn,
            desk.Confidant ? e.Parties : null, desk.Confidant ? e.Code : null, e.DocumentHash,
            notes.GetValueOrDefault(e.Id)))));
    }
}

using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Disputes;

/// <summary>POST /tracks/{id}/events: a session, a refusal, a judgment, a setback: what happened in a track.</summary>
public static class RecordTrackEvent
{
    public sealed record Request
    {
        [CodesOf(typeof(TrackTable), nameof(TrackTable.ByHand))]
        public required string Kind { get; init; }

        /// <summary>Civil day; today when left out, never later.</summary>
        public DateOnly? On { get; init; }

        /// <summary>Who took part, or the one who refuses.</summary>
        [CodesOf(typeof(Parties))]
        public IReadOnlyList<string> Parties { get; init; } = [];

        /// <summary>Reason or result as a code, such as ALL_REFUSE; no words.</summary>
        public string? Code { get; init; }

        /// <summary>
        /// SHA-256 of the paper; needed for a withdrawal, a judgment, a report, a retest and an acceptance.
        /// </summary>
        public string? DocumentHash { get; init; }

        /// <summary>Positions and outcome, at most 4,000 characters; ciphered, for those who mediate only.</summary>
        public string? Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/tracks/{id:guid}/events", PostAsync).Requires(Permissions.DisputeWrite)
            .WithTags("Disputes").WithSummary("Record what happened in a track (登记调解、诉讼、鉴定或维修进展)")
            .WithDescription(
                "By the state table of its kind: 409 disputes.not_now names what can happen. 422 " +
                "disputes.no_mediation_against_will, disputes.who_refuses (MED-01), disputes.attendance_missing " +
                "(MED-06), disputes.paper_missing, disputes.in_future, disputes.before_the_last (CASE-40), " +
                "disputes.reason_missing (CASE-43). What follows an agreement its settlement says. " +
                "404 disputes.track_not_found; If-Match is checked when given (412).")
            .WithRequestExample("""{"kind":"SESSION","on":"2024-03-08","parties":["APPLICANT","RESPONDENT"]}""");

    private static async Task<Results<Ok<TrackView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, DisputeDesk desk, HttpContext http, CancellationToken ct)
    {
        var shape = TrackShape.Check(request.Parties, request.Code, request.DocumentHash, request.Note)
            .Code(request.Kind, TrackTable.ByHand);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var caseId = await desk.Db.Tracks.Where(t => t.Id == id).Select(t => (Guid?)t.CaseId).SingleOrDefaultAsync(ct);
        if (caseId is null || await desk.TakeAsync(caseId.Value, ct) is not { } found)
            return DisputeErrors.TrackNotFound.ToProblem();
        var track = await desk.Db.Tracks.SingleAsync(t => t.Id == id, ct);
        if (http.CheckIfMatch(track.Version) is { } stale) return stale.ToProblem();
        var today = await desk.TodayAsync(found.StreetCode, ct);
        if (request.On > today) return DisputeErrors.InFuture.ToProblem();
        if (track.Events >= 200) return DisputeErrors.TooMany.ToProblem();

        var facts = new TrackFacts(desk.User.Subject, request.On ?? today, desk.Now(), request.Parties, request.Code,
            request.DocumentHash);
        if (!track.Happen(request.Kind, facts).Succeeded(out var happened, out var refused)) return refused.ToProblem();
        desk.Db.TrackEvents.Add(happened);
        desk.Note(found, happened.Id, request.Note);
        desk.Tell(found, happened.Id, happened.HappenedOn, TrackTable.TextOf(track.Kind, happened.Kind), Detail(track));
        desk.Audit(found, "disputes.event", track.Id, $"{track.Kind} {happened.Kind}");
        await desk.Db.SaveChangesAsync(ct);
        http.SetETag(track.Version);
        return TypedResults.Ok(TrackView.Of(track));
    }

    private static string Detail(Track track) => track.Kind switch
    {
        TrackTable.Mediation => $"第 {track.Number} 次调解，已开 {track.Sessions} 次协调会",
        TrackTable.Repair => $"受阻 {track.Setbacks} 次",
        _ => "",
    };
}

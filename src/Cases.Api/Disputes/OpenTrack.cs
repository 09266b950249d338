using System.Text.RegularExpressions;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Disputes;

/// <summary>
/// POST /cases/{id}/tracks: a mediation, a suit, an appraisal or a repair begins beside the case (CASE-40).
/// </summary>
public static class OpenTrack
{
    /// <summary>Tracks of one kind at most.</summary>
    public const int MaxTracks = 20;

    public sealed record Request
    {
        [CodesOf(typeof(TrackTable), nameof(TrackTable.Kinds))]
        public required string Kind { get; init; }

        /// <summary>Civil day; today when left out, never later.</summary>
        public DateOnly? On { get; init; }

        /// <summary>
        /// Who applies, sues or commissions. Of a mediation also who agrees to it: every party that refused before must
        /// be
        /// among them (MED-01).
        /// </summary>
        [CodesOf(typeof(Parties))]
        public required IReadOnlyList<string> Parties { get; init; }

        /// <summary>The office's code for the court or the body: capitals, digits and underscores, no name.</summary>
        public string? Code { get; init; }

        /// <summary>SHA-256 of the paper; the paper stays with the office.</summary>
        public string? DocumentHash { get; init; }

        /// <summary>At most 4,000 characters; ciphered, for those who mediate only.</summary>
        public string? Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/tracks", PostAsync).Requires(Permissions.DisputeWrite)
            .WithTags("Disputes").WithSummary("Begin a mediation, suit, appraisal or repair (开启调解、诉讼、鉴定或维修)")
            .WithDescription(
                "They run side by side, and none locks the case (CASE-40). A mediation against the will of a party " +
                "that refused before is refused until it consents anew: 422 disputes.no_mediation_against_will, rule " +
                "MED-01; 409 disputes.mediation_open while another one goes on. 422 disputes.in_future, " +
                "disputes.too_many. 404 intake.case_not_found.")
            .WithRequestExample("""{"kind":"MEDIATION","on":"2024-03-01","parties":["APPLICANT"]}""");

    private static async Task<Results<Created<TrackView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, DisputeDesk desk, HttpContext http, CancellationToken ct)
    {
        if (TrackShape.Check(request) is { } malformed) return malformed.ToProblem();
        if (await desk.TakeAsync(id, ct) is not { } found) return IntakeErrors.CaseNotFound.ToProblem();
        var today = await desk.TodayAsync(found.StreetCode, ct);
        if (request.On > today) return DisputeErrors.InFuture.ToProblem();
        var before = await desk.Db.Tracks.AsNoTracking()
            .Where(t => t.CaseId == id && t.Kind == request.Kind).Take(MaxTracks).ToListAsync(ct);
        if (before.Count >= MaxTracks) return DisputeErrors.TooMany.ToProblem();
        if (request.Kind == TrackTable.Mediation && before.Exists(t => TrackTable.OpenMediation.Contains(t.State)))
            return DisputeErrors.MediationOpen.ToProblem();
        var unwilling = before.Select(t => t.RefusedBy).OfType<string>().Except(request.Parties).ToArray();
        if (unwilling.Length > 0) return DisputeErrors.ConsentMissing(unwilling).ToProblem();

        var facts = new TrackFacts(desk.User.Subject, request.On ?? today, desk.Now(), request.Parties, request.Code,
            request.DocumentHash);
        var (track, opened) = Track.Open(found, request.Kind, before.Count + 1, facts);
        desk.Db.Tracks.Add(track);
        desk.Db.TrackEvents.Add(opened);
        desk.Note(found, opened.Id, request.Note);
        desk.Tell(found, opened.Id, opened.HappenedOn, TrackTable.TextOf(track.Kind, "OPEN"), $"第 {track.Number} 次");
        desk.Audit(found, "disputes.open", track.Id, track.Kind);
        await desk.Db.SaveChangesAsync(ct);
        http.SetETag(track.Version);
        return TypedResults.Created($"/api/v1/tracks/{track.Id}", TrackView.Of(track));
    }
}

/// <summary>Where a track stands; nothing of what was said.</summary>
/// <param name="Next">What can happen next.</param>
/// <param name="Notice">What the parties are to be told once a mediation has ended without an agreement
/// (MED-03).</param>
public sealed record TrackView(
    Guid Id, Guid CaseId, [CodesOf(typeof(TrackTable), nameof(TrackTable.Kinds))] string Kind, int Number,
    [CodesOf(typeof(TrackTable), nameof(TrackTable.States))] string State, int Sessions, int Setbacks,
    DateOnly OpenedOn, [CodesOf(typeof(TrackTable), nameof(TrackTable.ByHand))] IReadOnlyList<string> Next,
    string? Notice, long Version)
{
    public static TrackView Of(Track track) => new(
        track.Id, track.CaseId, track.Kind, track.Number, track.State, track.Sessions, track.Setbacks, track.OpenedOn,
        TrackTable.EventsFrom(track.Kind, track.State),
        track.State is "TERMINATED" or "FAILED"
            ? "调解未达成协议。当事人可以依法通过仲裁、行政、司法等途径维护自己的权利，包括向人民法院提起诉讼。"
            : null,
        track.Version);
}

internal static partial class TrackShape
{
    public static Error? Check(OpenTrack.Request request) =>
        Check(request.Parties, request.Code, request.DocumentHash, request.Note).Code(request.Kind, TrackTable.Kinds)
            .That(request.Parties is { Count: > 0 }, "parties", "parties.empty", "至少一方").Error;

    public static ShapeCheck Check(IReadOnlyList<string>? parties, string? code, string? hash, string? note)
    {
        // Free words would stand in clear and be read by auditors: what was said belongs into the note.
        var check = new ShapeCheck().OptionalText(note, DisputeDesk.MaxNote, "note").OptionalHash(hash, "documentHash")
            .That(code is null || Codes().IsMatch(code), "code", "code.malformed", "应为大写字母、数字和下划线组成的代码")
            .That(parties is { Count: <= 7 } && parties.Distinct().Count() == parties.Count, "parties",
                "parties.malformed", "至多七方，不得重复");
        foreach (var (index, party) in (parties ?? []).Take(7).Index())
            check.Code(party, Parties.All, $"parties[{index}]");
        return check;
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Codes();
}

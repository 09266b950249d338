using CivicPlatform.Consultation.Ballots;
using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Evidence;

/// <summary>GET /motions/{id}/evidence-gaps: how many papers still have no scan (VOTE-24). Counts only.</summary>
public static class GetEvidenceGaps
{
    private static readonly Channel[] s_papers = [Channel.Paper, Channel.DoorToDoor];

    /// <param name="Papers">Ballots that came on paper or from door to door.</param>
    /// <param name="Filed">Of these, ballots whose scan is here.</param>
    /// <param name="HashOnly">Ballots that name a hash whose scan is not here.</param>
    /// <param name="Without">Ballots that name none.</param>
    /// <param name="Notice">Photos of the notice that are named by hash, and how many of them are not here.</param>
    public sealed record Response(Guid MotionId, int Papers, int Filed, int HashOnly, int Without, NoticeGaps Notice);

    public sealed record NoticeGaps(int Named, int Missing);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/motions/{id:guid}/evidence-gaps", GetAsync)
        .Requires(Permissions.ConsultationRead)
        .WithTags("Evidence").WithSummary("Count the papers without a scan (缺原件的选票)")
        .WithDescription(
            "Files of ballots may name hashes whose scans follow, or none: here the office sees what is still to be " +
            "filed, before and after the close. Ballots of a meeting, by assistance or from the city's system have " +
            "no paper and are not counted.");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, CancellationToken ct)
    {
        var motion = await db.Motions.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
        if (motion is null) return MotionErrors.NotFound.ToProblem();
        var files = db.EvidenceFiles.Where(f => f.MotionId == id).Select(f => f.Sha256);
        var papers = db.Ballots.Where(b => b.MotionId == id && s_papers.Contains(b.Channel));
        var links = db.BallotEvidence.Where(l => papers.Any(b => b.Id == l.BallotId));

        var all = await papers.CountAsync(ct);
        var linked = await links.CountAsync(ct);
        var filed = await links.CountAsync(l => files.Contains(l.Sha256), ct);
        var named = (motion.Notice?.Evidence ?? []).Distinct().ToArray();
        var here = await files.CountAsync(hash => named.Contains(hash), ct);
        return TypedResults.Ok(new Response(
            id, all, filed, linked - filed, all - linked, new NoticeGaps(named.Length, named.Length - here)));
    }
}

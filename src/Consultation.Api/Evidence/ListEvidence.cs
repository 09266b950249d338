using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Evidence;

/// <summary>GET /motions/{id}/evidence-files: what was filed, and which ballots it shows. No bytes.</summary>
public static class ListEvidence
{
    /// <param name="Ballots">Ballots that name this file; a scan may show several papers.</param>
    public sealed record Response(
        Guid Id, string Sha256, string MediaType, int Bytes, DateTimeOffset UploadedAt, IReadOnlyList<Guid> Ballots);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/motions/{id:guid}/evidence-files", ListAsync)
        .Requires(Permissions.EvidenceRead)
        .WithTags("Evidence").WithSummary("List the scans of a motion (选票原件清单), newest first")
        .WithDescription("Before the close as well: hashes and sizes tell no choice. Keyset pages by after and limit.");

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        Guid id, ConsultationDbContext db, CancellationToken ct, string? after = null, int limit = Page.DefaultLimit)
    {
        if (!PageRequest.TryRead(after, limit, out var page, out var error)) return error.ToProblem();
        if (!await db.Motions.AnyAsync(m => m.Id == id, ct)) return MotionErrors.NotFound.ToProblem();
        var files = db.EvidenceFiles.AsNoTracking().Where(f => f.MotionId == id);
        if (page.Start is var (at, last))
        {
            files = files.Where(f => EF.Functions.LessThan(
                ValueTuple.Create(f.UploadedAt, f.Id), ValueTuple.Create(at, last)));
        }
        var rows = await files.OrderByDescending(f => f.UploadedAt).ThenByDescending(f => f.Id).Take(page.Limit + 1)
            .Select(f => new Response(f.Id, f.Sha256, f.MediaType, f.Bytes, f.UploadedAt,
                db.BallotEvidence.Where(l => l.MotionId == id && l.Sha256 == f.Sha256)
                    .OrderBy(l => l.BallotId).Select(l => l.BallotId).ToList()))
            .ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows, page.Limit, f => new Cursor(f.UploadedAt, f.Id)));
    }
}

using CivicPlatform.Consultation.Files;
using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Evidence;

/// <summary>GET /motions/{id}/evidence-files/{fileId}: the scan itself, after the count (PRIV-14).</summary>
public static class DownloadEvidence
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/motions/{id:guid}/evidence-files/{fileId:guid}", GetAsync)
        .Requires(Permissions.EvidenceRead).ReadsPersonalData()
        .WithTags("Evidence").WithSummary("Read the scan of a paper (查看选票原件)")
        .WithDescription(
            "The bytes as they were sent, with their media type; each look is written down, because a scan shows a " +
            "choice and a signature. 409 evidence.sealed_until_close before the count, whatever the role; " +
            "evidence.damaged when the stored bytes are not those of the hash.")
        .Produces<byte[]>(200, FileContent.Jpeg, FileContent.Png, FileContent.Pdf);

    private static async Task<IResult> GetAsync(
        Guid id, Guid fileId, ConsultationDbContext db, EvidenceStore store, CurrentUser user, CancellationToken ct)
    {
        var motion = await db.Motions.IgnoreAutoIncludes().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
        if (motion is null) return MotionErrors.NotFound.ToProblem();
        var file = await db.EvidenceFiles.AsNoTracking()
            .SingleOrDefaultAsync(f => f.MotionId == id && f.Id == fileId, ct);
        if (file is null) return EvidenceErrors.NotFound.ToProblem();
        if (motion.Status is MotionStatus.Open) return EvidenceErrors.SealedUntilClose.ToProblem();
        if (await store.ReadAsync(file.Id, file.Sha256, ct) is not { } scan) return EvidenceErrors.Damaged.ToProblem();

        db.Audit.Record(user, "evidence.read", file.Id, file.StreetCode);
        await db.SaveChangesAsync(ct);
        return Results.File(scan, file.MediaType, $"{file.Sha256}.{FileContent.ExtensionOf(file.MediaType)}");
    }
}

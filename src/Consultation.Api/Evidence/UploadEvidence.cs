using CivicPlatform.Consultation.Ballots;
using CivicPlatform.Consultation.Motions;
using Microsoft.AspNetCore.Mvc;

namespace CivicPlatform.Consultation.Evidence;

/// <summary>POST /motions/{id}/evidence-files: files the scan of a paper, as raw bytes (VOTE-24).</summary>
public static class UploadEvidence
{
    public sealed record Response(
        Guid Id, Guid MotionId, string Sha256, string MediaType, int Bytes, DateTimeOffset UploadedAt, Guid? BallotId);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/motions/{id:guid}/evidence-files", PostAsync)
        .Requires(Permissions.EvidenceUpload)
        .WithMetadata(new RequestSizeLimitAttribute(EvidenceStore.MaxBytes)).TakesScan()
        .WithTags("Evidence").WithSummary("File the scan of a paper (上传选票原件)")
        .WithDescription(
            "The bytes of a JPEG, a PNG or a PDF, known by their content (422 evidence.not_recognised), at most " +
            "10 MB (413). Kept ciphered and known by its SHA-256: the same file again is 200 and nothing new, and " +
            "mends a stored one that is damaged. ballotId ties it to a ballot of this motion that names none yet " +
            "(422 ballots.not_of_this_motion, 409 evidence.ballot_has_other). Before and after the close; a pile " +
            "may be scanned later, and the count reads no scan.")
        .Produces<Response>(201);

    private static async Task<Results<Created<Response>, Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Handler handler, HttpContext http, CancellationToken ct, Guid? ballotId = null)
    {
        var filed = await handler.HandleAsync(id, ballotId, http.Request.Body, ct);
        if (!filed.Succeeded(out var file, out var error)) return error.ToProblem();
        var answer = new Response(file.Row.Id, id, file.Row.Sha256, file.Row.MediaType, file.Row.Bytes,
            file.Row.UploadedAt, ballotId);
        return file.IsNew
            ? TypedResults.Created($"/api/v1/motions/{id}/evidence-files/{answer.Id}", answer)
            : TypedResults.Ok(answer);
    }

    internal sealed record Filed(EvidenceFile Row, bool IsNew);

    public sealed class Handler(
        ConsultationDbContext db, EvidenceStore store, ICivilClock clock, CurrentUser user)
    {
        internal async Task<Result<Filed>> HandleAsync(Guid id, Guid? ballotId, Stream scan, CancellationToken ct)
        {
            var motion = await db.Motions.IgnoreAutoIncludes().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
            if (motion is null) return MotionErrors.NotFound;
            if (ballotId is { } named && !await db.Ballots.AnyAsync(b => b.Id == named && b.MotionId == id, ct))
                return BallotErrors.NotOfThisMotion;
            var fileId = Guid.CreateVersion7();
            if (await store.WriteAsync(fileId, scan, ct) is not { } stored) return EvidenceErrors.NotRecognised;
            try
            {
                // Two uploads of one file: the second finds the row of the first.
                await db.Database.ExecuteSqlAsync(
                    $"select pg_advisory_xact_lock(hashtextextended({id + stored.Sha256}, 24))", ct);
                var known = await db.EvidenceFiles.AsNoTracking()
                    .SingleOrDefaultAsync(f => f.MotionId == id && f.Sha256 == stored.Sha256, ct);
                var now = await clock.NowAsync(motion.StreetCode, ct);
                var file = known ?? New(motion, fileId, stored, now);
                if (await LinkAsync(motion, ballotId, file, now, ct) is { } refusal)
                {
                    store.Forget(fileId);
                    return refusal;
                }
                if (known is null) db.Add(file);
                else await MendAsync(known, fileId, ct);
                db.Audit.Record(user, "evidence.upload", file.Id, motion.StreetCode);
                await db.SaveChangesAsync(ct);
                return new Filed(file, known is null);
            }
            catch
            {
                store.Forget(fileId);
                throw;
            }
        }

        private EvidenceFile New(Motion motion, Guid id, EvidenceStore.Stored stored, DateTimeOffset now) => new()
        {
            Id = id,
            MotionId = motion.Id,
            StreetCode = motion.StreetCode,
            DivisionCode = motion.DivisionCode,
            Sha256 = stored.Sha256,
            MediaType = stored.MediaType,
            Bytes = stored.Bytes,
            UploadedAt = now,
            UploadedBy = user.Subject,
        };

        private async Task<Error?> LinkAsync(
            Motion motion, Guid? ballotId, EvidenceFile file, DateTimeOffset now, CancellationToken ct)
        {
            if (ballotId is not { } id) return null;
            var link = await db.BallotEvidence.AsNoTracking().SingleOrDefaultAsync(l => l.BallotId == id, ct);
            if (link is not null) return link.Sha256 == file.Sha256 ? null : EvidenceErrors.BallotHasOther;
            db.Add(new BallotEvidence
            {
                BallotId = id,
                MotionId = motion.Id,
                StreetCode = motion.StreetCode,
                DivisionCode = motion.DivisionCode,
                Sha256 = file.Sha256,
                RecordedAt = now,
                RecordedBy = user.Subject,
            });
            return null;
        }

        // The second copy goes, unless the first one is lost or broken.
        private async Task MendAsync(EvidenceFile known, Guid copy, CancellationToken ct)
        {
            if (await store.ReadAsync(known.Id, known.Sha256, ct) is null)
            {
                await using var again = new MemoryStream((await store.ReadAsync(copy, known.Sha256, ct))!);
                await store.WriteAsync(known.Id, again, ct);
            }
            store.Forget(copy);
        }
    }
}

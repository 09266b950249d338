using CivicPlatform.Consultation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPlatform.Consultation.Tests.Hosting;

/// <summary>EF's model against the migrated schema: every mapped column exists and the app may read it.</summary>
public sealed class SchemaTests(ConsultationService service)
{
    [Fact]
    public async Task shows_a_real_request_beside_every_command_of_the_document()
    {
        var document = (await service.Host.Anonymous().GetAsync("/openapi/v1.json")).Json;
        var bare = document.GetProperty("paths").EnumerateObject()
            .Where(path => path.Value.TryGetProperty("post", out var post)
                && post.TryGetProperty("requestBody", out var body)
                && !body.GetProperty("content").EnumerateObject().Any(c => c.Value.TryGetProperty("example", out _)))
            .Select(path => path.Name);

        Assert.Equal(["/api/v1/motions/{id}/close"], bare); // Its body may be left out.
    }

    [Fact]
    public async Task knows_every_column_that_the_model_maps()
    {
        await using var scope = service.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConsultationDbContext>();
        var ct = TestContext.Current.CancellationToken;

        await db.RegisterEstates.Take(1).ToListAsync(ct);
        await db.RegisterUnits.Take(1).ToListAsync(ct);
        await db.Rolls.Take(1).ToListAsync(ct);
        await db.RollUnits.Take(1).ToListAsync(ct);
        await db.RollCorrections.Take(1).ToListAsync(ct);
        await db.Motions.Take(1).ToListAsync(ct);
        await db.MotionNotices.Take(1).ToListAsync(ct);
        await db.Ballots.Take(1).ToListAsync(ct);
        await db.BallotProxies.Take(1).ToListAsync(ct);
        await db.Designations.Take(1).ToListAsync(ct);
        await db.AdvisoryAnswers.Take(1).ToListAsync(ct);
        await db.BallotExternalRefs.Take(1).ToListAsync(ct);
        await db.Recounts.Take(1).ToListAsync(ct);
        await db.EvidenceFiles.Take(1).ToListAsync(ct);
        await db.BallotEvidence.Take(1).ToListAsync(ct);
        await db.BallotImports.Take(1).ToListAsync(ct);
        await db.Tallies.Take(1).ToListAsync(ct);
        await db.Decisions.Take(1).ToListAsync(ct);
        await db.PublicityPeriods.Take(1).ToListAsync(ct);
        await db.Objections.Take(1).ToListAsync(ct);
        await db.ObjectionEntries.Take(1).ToListAsync(ct);
        await db.Revocations.Take(1).ToListAsync(ct);
        await db.ConsultationRecords.Take(1).ToListAsync(ct);
    }
}

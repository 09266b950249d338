using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>GET /motions/{id}/designations: which papers owners in conflict have signed for; tells no choice.</summary>
public static class ListDesignations
{
    public sealed record Response(
        Guid BallotId, Guid UnitId, string DocumentHash, DateTimeOffset RecordedAt, string RecordedBy);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/motions/{id:guid}/designations", ListAsync)
        .Requires(Permissions.DesignationRead).ReadsPersonalData()
        .WithTags("Ballots").WithSummary("List the designations of a motion (共有人指定记录), newest first")
        .WithDescription("Before and after the close (VOTE-13). Keyset pages by after and limit (1 to 200).");

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        Guid id, ConsultationDbContext db, CurrentUser user, CancellationToken ct,
        string? after = null, int limit = Page.DefaultLimit)
    {
        if (!PageRequest.TryRead(after, limit, out var page, out var error)) return error.ToProblem();
        var street = await db.Motions.Where(m => m.Id == id).Select(m => m.StreetCode).SingleOrDefaultAsync(ct);
        if (street is null) return MotionErrors.NotFound.ToProblem();
        var designations = db.Designations.AsNoTracking().Where(d => d.MotionId == id);
        if (page.Start is var (at, last))
        {
            designations = designations.Where(d => EF.Functions.LessThan(
                ValueTuple.Create(d.RecordedAt, d.BallotId), ValueTuple.Create(at, last)));
        }
        var rows = await designations.OrderByDescending(d => d.RecordedAt).ThenByDescending(d => d.BallotId)
            .Take(page.Limit + 1)
            .Select(d => new Response(d.BallotId, db.Ballots.Single(b => b.Id == d.BallotId).UnitId, d.DocumentHash,
                d.RecordedAt, d.RecordedBy))
            .ToListAsync(ct);
        await db.Audit.RecordReadAsync(user, (id, street), ct);
        return TypedResults.Ok(Page.Of(rows, page.Limit, d => new Cursor(d.RecordedAt, d.BallotId)));
    }
}

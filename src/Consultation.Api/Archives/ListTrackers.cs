using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Archives;

/// <summary>GET /motions/{id}/trackers: whose receipt stands here was counted. Public, says nothing else.</summary>
public static class ListTrackers
{
    private const int MaxLimit = 1_000;

    /// <summary>One row of the public list.</summary>
    private sealed record Row(string Tracker);

    /// <param name="Ballots">Papers that were counted; so many trackers there are.</param>
    /// <param name="Root">One hash of all trackers, signed at the close.</param>
    /// <param name="Tally">The signed count.</param>
    /// <param name="Items">In the order of their digits, which tells nothing of when they came.</param>
    /// <param name="Next">The last one when there are more; the value of <c>after</c>.</param>
    public sealed record Response(
        Guid MotionId, DateTimeOffset ClosedAt, int Ballots, string RollHash, string Root, string Tally,
        string PublicKey, string Signature, IReadOnlyList<string> Items, string? Next);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/motions/{id:guid}/trackers", ListAsync)
        .Public()
        .WithTags("Archives").WithSummary("List the trackers of a closed motion (选票追踪码公示)")
        .WithDescription(
            "An owner finds the tracker of his receipt here and so knows that his paper was counted; nobody learns " +
            "what it says. after is a tracker, limit 1 to 1,000 (default 200). 404 motions.not_tallied before the " +
            "close.");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> ListAsync(
        Guid id, ConsultationDbContext db, CancellationToken ct, string after = "", int limit = 200)
    {
        if (limit is < 1 or > MaxLimit) return LimitOutOfRange.ToProblem();
        var closing = await db.VoteClosings.IgnoreQueryFilters().AsNoTracking()
            .SingleOrDefaultAsync(c => c.MotionId == id, ct);
        if (closing is null) return MotionErrors.TallyNotFound.ToProblem();
        var rows = await db.Database.SqlQuery<Row>(
            $"""
            select tracker from vote_trackers where motion_id = {id} and tracker > {after} collate "C"
            order by tracker collate "C" limit {limit + 1}
            """).ToListAsync(ct);
        var items = rows.Take(limit).Select(row => row.Tracker).ToArray();
        return TypedResults.Ok(new Response(
            id, closing.ClosedAt, closing.Ballots, closing.RollHash, closing.Root, closing.Tally, closing.PublicKey,
            Convert.ToBase64String(closing.Signature), items, rows.Count > limit ? items[^1] : null));
    }

    private static readonly Error LimitOutOfRange =
        Error.Invalid("request.limit_out_of_range", $"limit 应为 1 至 {MaxLimit}");
}

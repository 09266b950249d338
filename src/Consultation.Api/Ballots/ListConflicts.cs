using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>GET /motions/{id}/conflicts: owners to be asked which of their papers counts; tells no choice.</summary>
public static class ListConflicts
{
    /// <param name="OwnerRefs">All who sign together; empty for the developer, who is one owner (VOTE-11).</param>
    /// <param name="PaperCount">How many papers came back from them.</param>
    /// <param name="Papers">In the order in which they came, invalid ones too; at most 200.</param>
    public sealed record Response(
        IReadOnlyList<string> OwnerRefs, int PaperCount, IReadOnlyList<PaperLine> Papers);

    /// <param name="BallotId">What a designation names; also on the paper's receipt.</param>
    public sealed record PaperLine(Guid BallotId, Guid UnitId, DateTimeOffset ReceivedAt);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/motions/{id:guid}/conflicts", ListAsync)
        .Requires(Permissions.ConflictRead).ReadsPersonalData()
        .WithTags("Ballots").WithSummary("List the owners in conflict (意见冲突的业主)")
        .WithDescription(
            "Owners whose papers contradict each other and who have not signed yet which of them counts (VOTE-13), " +
            "before the close and after it. References and paper ids, in the order of each owner's first paper; " +
            "which papers differ and what any of them says is not told. Keyset pages by after and limit (1 to 200).");

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        Guid id, ConsultationDbContext db, ChoiceSeal seal, CurrentUser user, CancellationToken ct,
        string? after = null, int limit = Page.DefaultLimit)
    {
        if (!PageRequest.TryRead(after, limit, out var page, out var error)) return error.ToProblem();
        var motion = await db.Motions.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
        if (motion is null) return MotionErrors.NotFound.ToProblem();
        await db.Audit.RecordReadAsync(user, (id, motion.StreetCode), ct);
        // An owner in conflict is known by his papers only: all of them are opened here, and none is shown.
        var papers = await VotePapers.ReadAsync(db, motion, ct);
        var rows = papers.Conflicts(seal).OrderBy(c => PlaceOf(c.Papers)).SkipWhile(c => !IsAfter(c, page))
            .Take(page.Limit + 1).ToList();
        var lines = Page.Of(rows, page.Limit, c => new Cursor(c.Papers[0].ReceivedAt, c.Papers[0].Id));
        return TypedResults.Ok(new Page<Response>([.. lines.Items.Select(Describe)], lines.Next));
    }

    private static (DateTimeOffset At, Guid Id) PlaceOf(IReadOnlyList<Ballot> papers) =>
        (papers[0].ReceivedAt, papers[0].Id);

    private static bool IsAfter(OwnerConflict conflict, PageRequest page) =>
        page.Start is not var (at, last) || PlaceOf(conflict.Papers).CompareTo((at, last)) > 0;

    private static Response Describe(OwnerConflict conflict) => new(
        conflict.Units[0].SaleStatus is SaleStatus.Sold
            ? [.. conflict.Units[0].OwnerRefs.Distinct().Order(StringComparer.Ordinal)]
            : [],
        conflict.Papers.Count,
        [.. conflict.Papers.Take(Page.MaxLimit).Select(p => new PaperLine(p.Id, p.UnitId, p.ReceivedAt))]);
}

using CivicPlatform.Consultation.Ballots;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Rolls;

namespace CivicPlatform.Consultation.Archives;

/// <summary>GET /motions/{id}/receipts: receipts to hand out for papers, imported ones too; tells no choice.</summary>
public static class ListReceipts
{
    private const int MaxLimit = 1_000;

    /// <param name="Tracker">For the owner to keep.</param>
    /// <param name="Signature">Proof that the office took the paper, base64.</param>
    public sealed record Response(
        Guid Id, Guid MotionId, string Building, string Entrance, string Room, DateTimeOffset ReceivedAt,
        string Tracker, string Signature);

    /// <param name="Next">The last ballot id when there are more; the value of <c>after</c>.</param>
    public sealed record Listing(IReadOnlyList<Response> Items, Guid? Next);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/motions/{id:guid}/receipts", ListAsync)
        .Requires(Permissions.ReceiptRead).ReadsPersonalData()
        .WithTags("Archives").WithSummary("List the receipts of a motion's papers (选票受理回执)")
        .WithDescription(
            "In the order of arrival, before the close as well: a receipt proves that a paper was taken and tells " +
            "nothing of what it says. after is a ballot id, limit 1 to 1,000 (default 200).");

    private static async Task<Results<Ok<Listing>, ProblemHttpResult>> ListAsync(
        Guid id, ConsultationDbContext db, BallotReceipts receipts, ChoiceSeal seal, CurrentUser user,
        CancellationToken ct, Guid? after = null, int limit = 200)
    {
        if (limit is < 1 or > MaxLimit)
            return Error.Invalid("request.limit_out_of_range", $"limit 应为 1 至 {MaxLimit}").ToProblem();
        var street = await db.Motions.Where(m => m.Id == id).Select(m => m.StreetCode).SingleOrDefaultAsync(ct);
        if (street is null) return MotionErrors.NotFound.ToProblem();
        await db.Audit.RecordReadAsync(user, (id, street), ct);
        var ballots = db.Ballots.AsNoTracking().Where(b => b.MotionId == id);
        if (after is { } last) ballots = ballots.Where(b => b.Id > last);
        var rows = await ballots.OrderBy(b => b.Id).Take(limit + 1)
            .Join(db.Motions, b => b.MotionId, m => m.Id, (b, m) => new { Ballot = b, m.RollId })
            .Join(db.RollUnits, x => new { x.RollId, x.Ballot.UnitId }, u => new { u.RollId, u.UnitId },
                (x, u) => new { x.Ballot, Unit = u })
            .ToListAsync(ct);
        var items = rows.OrderBy(x => x.Ballot.Id).Take(limit).Select(x => Of(x.Ballot, x.Unit)).ToArray();
        return TypedResults.Ok(new Listing(items, rows.Count > limit ? items[^1].Id : null));

        Response Of(Ballot ballot, RollUnit unit)
        {
            var receipt = receipts.Of(id, ballot.Id, seal.Paper(ballot, unit), ballot.ReceivedAt);
            return new Response(ballot.Id, id, unit.Building, unit.Entrance, unit.Room, ballot.ReceivedAt,
                receipt.Tracker, receipt.Signature);
        }
    }
}

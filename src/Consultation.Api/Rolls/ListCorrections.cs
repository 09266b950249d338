using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Rolls;

/// <summary>GET /rolls/{id}/corrections: what was wrong on a roll, for those who run the vote (T3); no names.</summary>
public static class ListCorrections
{
    private const int MaxLimit = 1_000;

    /// <summary>A unit before or after a correction.</summary>
    /// <param name="AreaSource">Absent: as the register has it.</param>
    /// <param name="RollHeads">Heads of the whole roll.</param>
    public sealed record Side(
        Area Area, AreaSource? AreaSource, IReadOnlyList<string> OwnerRefs, SaleStatus SaleStatus, int RollHeads);

    public sealed record Response(
        Guid Id, Guid RollId, Guid UnitId, Side Before, Side After, CorrectionReason Reason, string DocumentHash,
        DateTimeOffset CorrectedAt, string CorrectedBy)
    {
        public static Response Of(RollCorrection c) => new(
            c.Id, c.RollId, c.UnitId,
            new Side(c.AreaBefore, c.AreaSourceBefore, c.OwnerRefsBefore, c.SaleStatusBefore, c.HeadsBefore),
            new Side(c.AreaAfter, c.AreaSourceAfter, c.OwnerRefsAfter, c.SaleStatusAfter, c.HeadsAfter),
            c.Reason, c.DocumentHash, c.CorrectedAt, c.CorrectedBy);
    }

    /// <param name="Items">In the order in which they were made.</param>
    /// <param name="Next">The last id when there are more; the value of <c>after</c>.</param>
    public sealed record Listing(IReadOnlyList<Response> Items, Guid? Next);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/rolls/{id:guid}/corrections", ListAsync)
        .Requires(Permissions.RollUnitsRead).ReadsPersonalData()
        .WithTags("Rolls").WithSummary("List the corrections of a roll (清册更正记录)")
        .WithDescription("Before and after of each. after is a correction id, limit 1 to 1,000 (default 200).");

    private static async Task<Results<Ok<Listing>, ProblemHttpResult>> ListAsync(
        Guid id, ConsultationDbContext db, CurrentUser user, CancellationToken ct, Guid? after = null, int limit = 200)
    {
        if (limit is < 1 or > MaxLimit)
            return Error.Invalid("request.limit_out_of_range", $"limit 应为 1 至 {MaxLimit}").ToProblem();
        var street = await db.Rolls.Where(roll => roll.Id == id).Select(r => r.StreetCode).SingleOrDefaultAsync(ct);
        if (street is null) return RollErrors.NotFound.ToProblem();
        await db.Audit.RecordReadAsync(user, (id, street), ct);
        var made = db.RollCorrections.AsNoTracking().Where(c => c.RollId == id);
        if (after is { } last) made = made.Where(c => c.Id > last);
        var rows = await made.OrderBy(c => c.Id).Take(limit + 1).ToListAsync(ct);
        var items = rows.Take(limit).Select(Response.Of).ToArray();
        return TypedResults.Ok(new Listing(items, rows.Count > limit ? items[^1].Id : null));
    }
}

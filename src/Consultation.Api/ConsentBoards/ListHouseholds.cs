using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>The households of a board and their visits, for the staff who ask (T3).</summary>
public static class ListHouseholds
{
    /// <param name="Ref">What events and cases call this household, such as a withdrawal after the lock.</param>
    /// <param name="Concerns">Codes; empty unless CONCERNED or REFUSED.</param>
    /// <param name="Visits">How often somebody called.</param>
    public sealed record Response(
        Guid UnitId, Guid Ref, string Building, string Entrance, string Room, ConsentState Consent,
        IReadOnlyList<string> Concerns, AccessState Access, int Visits, DateTimeOffset? ChangedAt);

    /// <param name="Offer">What was offered, in clear.</param>
    public sealed record VisitLine(
        Guid Id, Guid UnitId, DateOnly VisitedOn, VisitChannel Channel, VisitOutcome Outcome, string? Offer,
        string RecordedBy, DateTimeOffset RecordedAt);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/consent-boards/{id:guid}/households", ListAsync)
            .Requires(Permissions.ConsentUnitsRead).ReadsPersonalData()
            .WithTags("Consent boards").WithSummary("List where each household stands (各户意见)")
            .WithDescription("In the order of building, entrance and room. Filter by state, such as CONCERNED.");
        routes.MapGet("/consent-boards/{id:guid}/visits", VisitsAsync)
            .Requires(Permissions.ConsentUnitsRead).ReadsPersonalData()
            .WithTags("Consent boards").WithSummary("List the visits to a household (走访记录)")
            .WithDescription("Of one unit, newest first; at most 200.");
    }

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        Guid id, ConsultationDbContext db, FieldCipher cipher, CurrentUser user, CancellationToken ct,
        [CodesOf(typeof(ConsentState))] string? state = null)
    {
        if (state is not null && new ShapeCheck().Code(state, Codes.All<ConsentState>()).Error is { } unknown)
            return unknown.ToProblem();
        var board = await db.ConsentBoards.AsNoTracking().Include(b => b.Households)
            .SingleOrDefaultAsync(b => b.Id == id, ct);
        if (board is null) return ConsentBoardErrors.NotFound.ToProblem();
        await db.Audit.RecordReadAsync(user, (id, board.StreetCode), ct, ("state", state));
        var visits = await db.ConsentVisits.Where(v => v.BoardId == id).GroupBy(v => v.UnitId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var rows = board.Households.Where(h => state is null || Codes.Of(h.Consent) == state)
            .OrderBy(h => h.Building, NaturalOrder.Instance).ThenBy(h => h.Entrance, NaturalOrder.Instance)
            .ThenBy(h => h.Room, NaturalOrder.Instance)
            .Select(h => new Response(h.UnitId, HouseholdRef.Of(id, h.UnitId, cipher), h.Building, h.Entrance, h.Room,
                h.Consent, h.Concerns, h.Access, visits.GetValueOrDefault(h.UnitId), h.ChangedAt));
        return TypedResults.Ok(new Page<Response>([.. rows], null)); // A roll of listed units has at most 2,000.
    }

    private static async Task<Results<Ok<Page<VisitLine>>, ProblemHttpResult>> VisitsAsync(
        Guid id, Guid unitId, ConsultationDbContext db, FieldCipher cipher, CurrentUser user, CancellationToken ct)
    {
        var street = await db.ConsentHouseholds.Where(h => h.BoardId == id && h.UnitId == unitId)
            .Select(h => h.StreetCode).SingleOrDefaultAsync(ct);
        if (street is null) return ConsentBoardErrors.HouseholdNotFound.ToProblem();
        await db.Audit.RecordReadAsync(user, (unitId, street), ct, ("board", $"{id}"));
        var visits = await db.ConsentVisits.AsNoTracking().Where(v => v.BoardId == id && v.UnitId == unitId)
            .OrderByDescending(v => v.VisitedOn).ThenByDescending(v => v.Id).Take(Page.MaxLimit).ToListAsync(ct);
        var lines = visits.ConvertAll(v => new VisitLine(
            v.Id, v.UnitId, v.VisitedOn, v.Channel, v.Outcome,
            v.Offer is { } offer ? cipher.DecryptText(offer, v.Id) : null, v.RecordedBy, v.RecordedAt));
        return TypedResults.Ok(new Page<VisitLine>(lines, null));
    }
}

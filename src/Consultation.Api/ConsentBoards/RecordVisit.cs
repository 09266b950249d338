using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>POST /consent-boards/{id}/visits: keeps who talked to a household and what it brought (PIPE-02).</summary>
public static class RecordVisit
{
    internal const int MaxOffer = 500;

    /// <param name="UnitId">A household of the board.</param>
    /// <param name="VisitedOn">Civil day, today or before.</param>
    /// <param name="Channel">VISIT, PHONE or ON_SITE.</param>
    /// <param name="Outcome">RESOLVED, UNCHANGED or NOT_MET.</param>
    /// <param name="Offer">What was offered; at most 500 characters, kept ciphered.</param>
    public sealed record Request(
        Guid UnitId, DateOnly VisitedOn, VisitChannel Channel, VisitOutcome Outcome, string? Offer = null);

    /// <param name="Visits">How often this household has been visited, this one included.</param>
    public sealed record Response(Guid Id, Guid UnitId, DateOnly VisitedOn, int Visits);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/consent-boards/{id:guid}/visits", PostAsync)
        .Requires(Permissions.ConsentWrite)
        .WithTags("Consent boards").WithSummary("Record a visit (登记入户走访)")
        .WithDescription(
            "A visit changes no consent: the signature is a record of its own. 422 consent_boards.visit_in_future; " +
            "404 consent_boards.household_not_found.")
        .Produces<Response>(201)
        .WithRequestExample(
            """
            {"unitId":"01a1fc78-884c-7a7a-9c0a-e33201116603","visitedOn":"2024-05-06","channel":"VISIT",
             "outcome":"RESOLVED","offer":"施工期间代管家具，当日恢复供水"}
            """);

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        if (new ShapeCheck().OptionalText(request.Offer, MaxOffer).Error is { } malformed) return malformed.ToProblem();
        var recorded = await handler.HandleAsync(id, request, ct);
        return recorded.Succeeded(out var visit, out var error)
            ? TypedResults.Created($"/api/v1/consent-boards/{id}/visits?unitId={visit.UnitId}", visit)
            : error.ToProblem();
    }

    public sealed class Handler(ConsultationDbContext db, FieldCipher cipher, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(Guid boardId, Request request, CancellationToken ct)
        {
            var household = await db.ConsentHouseholds.AsNoTracking()
                .SingleOrDefaultAsync(h => h.BoardId == boardId && h.UnitId == request.UnitId, ct);
            if (household is null) return ConsentBoardErrors.HouseholdNotFound;
            var now = await clock.NowAsync(household.StreetCode, ct);
            if (request.VisitedOn > CivilTime.DayOf(now)) return ConsentBoardErrors.VisitInFuture;

            var visit = VisitRecord.Of(household, request, Conceal, user.Subject, now);
            db.Add(visit);
            db.Audit.Record(user, "consent_boards.visit", visit.Id, visit.StreetCode, Codes.Of(visit.Outcome));
            await db.SaveChangesAsync(ct);
            var visits = await db.ConsentVisits.CountAsync(
                v => v.BoardId == boardId && v.UnitId == request.UnitId, ct);
            return new Response(visit.Id, visit.UnitId, visit.VisitedOn, visits);

            byte[]? Conceal(Guid id) => request.Offer is { } offer ? cipher.Encrypt(offer, id) : null;
        }
    }
}

using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Rolls;

/// <summary>POST /rolls/{id}/corrections: one unit was wrong on the day of the freeze (VOTE-10, VOTE-11).</summary>
public static class CorrectRoll
{
    private const int MaxOwners = 50, MaxRef = 64;

    /// <param name="UnitId">A unit of the roll.</param>
    /// <param name="Reason">The kind of paper that proves it.</param>
    /// <param name="DocumentHash">SHA-256 of that paper.</param>
    /// <param name="Area">m², as a string; with its source.</param>
    /// <param name="AreaSource">REGISTER, SURVEY or CONTRACT (VOTE-10).</param>
    /// <param name="OwnerRefs">All holders on the day of the freeze; the exact set is one head (VOTE-14).</param>
    /// <param name="SaleStatus">SOLD, UNSOLD or SOLD_NOT_DELIVERED: with whose head it counts (VOTE-11).</param>
    public sealed record Request(
        Guid UnitId, CorrectionReason Reason, string DocumentHash, string? Area = null, AreaSource? AreaSource = null,
        IReadOnlyList<string>? OwnerRefs = null, SaleStatus? SaleStatus = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/rolls/{id:guid}/corrections", PostAsync)
        .Requires(Permissions.RollCorrect).ReadsPersonalData()
        .WithTags("Rolls").WithSummary("Correct a unit of a roll (更正业主清册)")
        .WithDescription(
            "For errors of the day of the freeze, not for what happened later (VOTE-17). Heads and area are counted " +
            "again by the rule that counted them first. 409 rolls.sealed; 422 rolls.unit_not_on_roll, " +
            "rolls.area_without_source, rolls.nothing_corrected, rolls.owners_missing.")
        .Produces<ListCorrections.Response>(201)
        .WithRequestExample(
            """
            {"unitId":"01a1fc78-7b9a-7eb3-ac9f-6592b2218287","area":"89.32","areaSource":"SURVEY",
             "reason":"SURVEY_REPORT",
             "documentHash":"60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"}
            """);

    private static async Task<Results<Created<ListCorrections.Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var area = default(Area);
        var shape = new ShapeCheck()
            .That(request.Area is null || Kernel.Area.TryParsePositive(request.Area, out area), "area",
                "area.malformed", "应为正数，至多两位小数")
            .That(request.OwnerRefs is null || IsOwners(request.OwnerRefs), "ownerRefs", "text.malformed",
                $"至多 {MaxOwners} 个，每个 1 至 {MaxRef} 个字符")
            .That(Sha256Text.IsHash(request.DocumentHash), "documentHash", "hash.malformed", Sha256Text.Form);
        if (shape.Error is { } malformed) return malformed.ToProblem();

        var change = new RollChange(
            request.Area is null ? null : area, request.AreaSource, request.OwnerRefs?.Distinct().ToArray(),
            request.SaleStatus);
        var corrected = await handler.HandleAsync(id, request, change, http, ct);
        if (!corrected.Succeeded(out var correction, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/rolls/{id}/corrections", ListCorrections.Response.Of(correction));
    }

    private static bool IsOwners(IReadOnlyList<string> refs) => refs.Count <= MaxOwners
        && refs.All(owner => !string.IsNullOrWhiteSpace(owner) && owner.Length <= MaxRef);

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<RollCorrection>> HandleAsync(
            Guid id, Request request, RollChange change, HttpContext http, CancellationToken ct)
        {
            var roll = await db.Rolls.SingleOrDefaultAsync(r => r.Id == id, ct);
            if (roll is null) return RollErrors.NotFound;
            if (http.CheckIfMatch(roll.Version) is { } stale) return stale;
            if (request.Area is not null && request.AreaSource is null) return RollErrors.AreaWithoutSource;

            var units = await db.RollUnits.AsNoTracking().Where(unit => unit.RollId == id).ToListAsync(ct);
            if (units.Find(u => u.UnitId == request.UnitId) is not { } unit) return RollErrors.UnitNotOnRoll;
            db.Attach(unit); // The others are only counted.
            var now = await clock.NowAsync(roll.StreetCode, ct);
            var made = roll.Correct(units, unit, change, request, user.Subject, now);
            if (!made.Succeeded(out var correction, out var error)) return error;

            db.Add(correction);
            db.Audit.Record(user, "rolls.correct", roll.Id, roll.StreetCode, Codes.Of(correction.Reason));
            await db.SaveChangesAsync(ct);
            http.SetETag(roll.Version);
            return correction;
        }
    }
}

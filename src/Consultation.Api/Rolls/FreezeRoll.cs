using CivicPlatform.Consultation.Register;

namespace CivicPlatform.Consultation.Rolls;

/// <summary>POST /rolls: freezes who may vote (VOTE-10 to VOTE-17); later transfers do not touch it.</summary>
public static class FreezeRoll
{
    /// <param name="EstateId">Estate of the register.</param>
    /// <param name="Scope">Whose decision it is.</param>
    public sealed record Request(Guid EstateId, RollScope Scope);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/rolls", PostAsync)
        .Requires(Permissions.RollFreeze)
        .WithTags("Rolls").WithSummary("Freeze an electoral roll (冻结业主清册)")
        .WithDescription(
            "Takes the units and holders of the scope from the register as they are now; then post, correct and seal " +
            "it: later transfers do not touch it, and only a sealed roll is voted on. Scope AREA, " +
            "BUILDING {building}, ENTRANCE {building, entrance}, RISER or CUSTOM {units}. " +
            "409 rolls.register_incomplete until the register has arrived whole: send the same request again after " +
            "Retry-After. 422 rolls.scope_empty, rolls.units_unknown, rolls.owners_missing.")
        .Produces<GetRoll.Response>(201)
        .WithRequestExample(
            """{"estateId":"01a1fc78-7b9a-7eb3-ac9f-6592b2218287","scope":{"kind":"BUILDING","building":"4"}}""");

    private static async Task<Results<Created<GetRoll.Response>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().That(
            request.Scope.IsWellFormed, "scope", "scope.malformed", "表决范围与所给楼栋、单元或专有部分不符");
        if (shape.Error is { } malformed) return malformed.ToProblem();

        var frozen = await handler.HandleAsync(request, ct);
        if (!frozen.Succeeded(out var roll, out var error)) return error.ToProblem();
        http.SetETag(roll.Version);
        return TypedResults.Created($"/api/v1/rolls/{roll.Id}", roll);
    }

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<GetRoll.Response>> HandleAsync(Request request, CancellationToken ct)
        {
            var estate = await db.RegisterEstates.SingleOrDefaultAsync(e => e.Id == request.EstateId, ct);
            if (estate is null) return RollErrors.EstateNotFound;

            var registered = await db.RegisterUnits.AsNoTracking()
                .Where(unit => unit.EstateId == estate.Id && unit.Building != null).ToListAsync(ct);
            if (IsIncomplete(estate, registered, out var refusal)) return refusal;

            var inside = request.Scope.Select(registered.AsQueryable()).ToList();
            var now = await clock.NowAsync(estate.StreetCode, ct);
            var frozen = Roll.Freeze(estate, request.Scope, inside, user.Subject, now);
            if (frozen.Error is { } error) return error;

            db.Add(frozen.Value.Roll);
            db.AddRange(frozen.Value.Units);
            db.Audit.Record(user, "rolls.freeze", frozen.Value.Roll.Id, estate.StreetCode);
            await db.SaveChangesAsync(ct);
            return GetRoll.Response.Of(frozen.Value.Roll);
        }

        private static bool IsIncomplete(RegisterEstate estate, List<RegisterUnit> units, out Error refusal)
        {
            var area = units.Aggregate(Area.Zero, (sum, unit) => sum + unit.Area!.Value);
            refusal = RollErrors.RegisterIncomplete(units.Count, estate.Units, area, estate.Area);
            return units.Count != estate.Units || area != estate.Area;
        }
    }
}

using CivicPlatform.Consultation.Rolls;

namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>POST /consent-boards: starts to ask every owner of an implementation unit (PIPE-01, 001-1).</summary>
public static class OpenConsentBoard
{
    private const int MaxTitle = 200;

    /// <param name="RollId">A frozen roll of a riser, an entrance, a building or listed units.</param>
    /// <param name="Title">What the works are; at most 200 characters.</param>
    /// <param name="CaseId">The case that asked for it; goes into every event of the chain.</param>
    public sealed record Request(Guid RollId, string Title, Guid? CaseId = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/consent-boards", PostAsync)
        .Requires(Permissions.ConsentWrite)
        .WithTags("Consent boards").WithSummary("Open a consent board (意见征询台账)")
        .WithDescription(
            "One board for each implementation unit: the households of the roll, all UNKNOWN at first. Every owner " +
            "must sign before works may start. 422 consent_boards.scope_too_wide for the roll of a whole estate " +
            "(PIPE-01); 409 rolls.not_sealed; 404 rolls.not_found.")
        .Produces<GetConsentBoard.Response>(201)
        .WithRequestExample("""{"rollId":"01a1fc78-884c-7a7a-9c0a-e33201116603","title":"南1号楼1单元上下水改造"}""");

    private static async Task<Results<Created<GetConsentBoard.Response>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Title, MaxTitle).Error is { } malformed) return malformed.ToProblem();
        var opened = await handler.HandleAsync(request, ct);
        if (!opened.Succeeded(out var board, out var error)) return error.ToProblem();
        http.SetETag(board.Version);
        return TypedResults.Created($"/api/v1/consent-boards/{board.Id}", GetConsentBoard.Response.Of(board));
    }

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<ConsentBoard>> HandleAsync(Request request, CancellationToken ct)
        {
            var roll = await db.Rolls.AsNoTracking().SingleOrDefaultAsync(r => r.Id == request.RollId, ct);
            if (roll is null) return RollErrors.NotFound;
            if (roll.Status is not RollStatus.Sealed) return RollErrors.NotSealed; // Its households are copied.
            var units = await db.RollUnits.AsNoTracking().Where(unit => unit.RollId == roll.Id).ToListAsync(ct);
            var now = await clock.NowAsync(roll.StreetCode, ct);
            var opened = ConsentBoard.Open(roll, units, request, user.Subject, now);
            if (!opened.Succeeded(out var board, out var error)) return error;

            db.Add(board);
            db.Audit.Record(user, "consent_boards.open", board.Id, board.StreetCode);
            await db.SaveChangesAsync(ct);
            return board;
        }
    }
}

namespace CivicPlatform.Consultation.Rolls;

/// <summary>GET /rolls/{id} and GET /rolls: totals only, for everybody of the office or the community.</summary>
public static class GetRoll
{
    /// <param name="Corrections">How many units were corrected.</param>
    /// <param name="ContentHash">Of the sealed roll (docs/verify-vote.md).</param>
    public sealed record Response(
        Guid Id, Guid EstateId, string DivisionCode, ScopeView Scope, int Units, int Heads, Area Area,
        DateTimeOffset FrozenAt, RollStatus Status, PostingView? Posting, int Corrections, DateTimeOffset? SealedAt,
        string? ContentHash, long Version)
    {
        public static Response Of(Roll roll) => new(
            roll.Id, roll.EstateId, roll.DivisionCode, new ScopeView(roll.ScopeKind, roll.Building, roll.Entrance),
            roll.Units, roll.Heads, roll.Area, roll.FrozenAt, roll.Status, PostingView.Of(roll), roll.Corrections,
            roll.SealedAt, roll.ContentHash, roll.Version);
    }

    /// <summary>Where it hung for correction, and until which day.</summary>
    public sealed record PostingView(
        IReadOnlyList<string> Places, DateOnly PostedOn, DateOnly Until, IReadOnlyList<string> Evidence)
    {
        public static PostingView? Of(Roll roll) => roll is { PostedOn: { } on, PostedUntil: { } until }
            ? new PostingView(roll.Places, on, until, roll.Evidence)
            : null;
    }

    /// <summary>Scope as answers show it; the units of RISER and CUSTOM are listed by /rolls/{id}/units.</summary>
    public sealed record ScopeView(ScopeKind Kind, string? Building, string? Entrance);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/rolls/{id:guid}", GetAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Rolls").WithSummary("Read a roll's totals (业主清册)")
            .WithDescription(
                "Units, heads and area, posting, corrections, and the hash once sealed. ETag; 304 with If-None-Match.");
        routes.MapGet("/rolls", ListAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Rolls").WithSummary("List rolls, newest first")
            .WithDescription("Filter by estateId; keyset pages by after and limit (1 to 200).");
    }

    private static async Task<Results<Ok<Response>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, HttpContext http, CancellationToken ct)
    {
        var roll = await db.Rolls.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
        if (roll is null) return RollErrors.NotFound.ToProblem();
        if (http.SetETag(roll.Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(Response.Of(roll));
    }

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        ConsultationDbContext db, CancellationToken ct,
        Guid? estateId = null, string? after = null, int limit = Page.DefaultLimit)
    {
        if (!PageRequest.TryRead(after, limit, out var page, out var error)) return error.ToProblem();
        var rolls = db.Rolls.AsNoTracking();
        if (estateId is not null) rolls = rolls.Where(roll => roll.EstateId == estateId);
        if (page.Start is var (at, last))
        {
            rolls = rolls.Where(r => EF.Functions.LessThan(
                ValueTuple.Create(r.FrozenAt, r.Id), ValueTuple.Create(at, last)));
        }
        var rows = await rolls.OrderByDescending(r => r.FrozenAt).ThenByDescending(r => r.Id)
            .Take(page.Limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows.ConvertAll(Response.Of), page.Limit, r => new Cursor(r.FrozenAt, r.Id)));
    }
}

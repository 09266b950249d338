namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>GET /consent-boards/{id} and GET /consent-boards: counts, no rooms (PRIV-11).</summary>
public static class GetConsentBoard
{
    /// <param name="Status">COLLECTING, READY or LOCKED.</param>
    /// <param name="Households">All of them; the others are how many stand where.</param>
    /// <param name="AccessMissing">Households whose occupier has not let the workers in.</param>
    public sealed record Response(
        Guid Id, Guid EstateId, Guid RollId, Guid? CaseId, string Title, BoardStatus Status, int Households, int Agreed,
        int Concerned, int Refused, int Withdrawn, int Unknown, int AccessMissing, DateTimeOffset OpenedAt,
        DateTimeOffset? LockedAt, long Version)
    {
        public static Response Of(ConsentBoard board)
        {
            return new Response(
                board.Id, board.EstateId, board.RollId, board.CaseId, board.Title, board.Status,
                board.Households.Count, board.Agreed, In(ConsentState.Concerned), In(ConsentState.Refused),
                In(ConsentState.Withdrawn), In(ConsentState.Unknown),
                board.Households.Count(h => h.Access is AccessState.Needed or AccessState.Refused),
                board.OpenedAt, board.LockedAt, board.Version);

            int In(ConsentState state) => board.Households.Count(h => h.Consent == state);
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/consent-boards/{id:guid}", GetAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Consent boards").WithSummary("Read a consent board's counts")
            .WithDescription("ETag is the version; 304 with If-None-Match.");
        routes.MapGet("/consent-boards", ListAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Consent boards").WithSummary("List consent boards, newest first")
            .WithDescription("Filter by estateId and caseId; keyset pages by after and limit (1 to 200).");
    }

    private static async Task<Results<Ok<Response>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, HttpContext http, CancellationToken ct)
    {
        var board = await Boards(db).SingleOrDefaultAsync(b => b.Id == id, ct);
        if (board is null) return ConsentBoardErrors.NotFound.ToProblem();
        if (http.SetETag(board.Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(Response.Of(board));
    }

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        ConsultationDbContext db, CancellationToken ct,
        Guid? estateId = null, Guid? caseId = null, string? after = null, int limit = Page.DefaultLimit)
    {
        if (!PageRequest.TryRead(after, limit, out var page, out var error)) return error.ToProblem();
        var boards = Boards(db);
        if (estateId is not null) boards = boards.Where(b => b.EstateId == estateId);
        if (caseId is not null) boards = boards.Where(b => b.CaseId == caseId);
        if (page.Start is var (at, last))
        {
            boards = boards.Where(b => EF.Functions.LessThan(
                ValueTuple.Create(b.OpenedAt, b.Id), ValueTuple.Create(at, last)));
        }
        var rows = await boards.OrderByDescending(b => b.OpenedAt).ThenByDescending(b => b.Id)
            .Take(page.Limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows.ConvertAll(Response.Of), page.Limit, b => new Cursor(b.OpenedAt, b.Id)));
    }

    private static IQueryable<ConsentBoard> Boards(ConsultationDbContext db) =>
        db.ConsentBoards.AsNoTracking().Include(board => board.Households).AsSplitQuery();
}

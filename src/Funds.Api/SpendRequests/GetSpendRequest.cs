namespace CivicPlatform.Funds.SpendRequests;

/// <summary>GET /spend-requests, /spend-requests/{id} and its moves, for staff of the office.</summary>
public static class GetSpendRequest
{
    /// <summary>One step as it happened.</summary>
    /// <param name="Actor">Login of who recorded it, or the event that did.</param>
    public sealed record MoveView(
        int Number, SpendStep Step, SpendStatus? From, SpendStatus To, string Actor, DateTimeOffset RecordedAt,
        DateOnly CivilOn, string? DocumentHash, string? Reference, string? Note);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/spend-requests/{id:guid}", GetAsync).Requires(Permissions.SpendRead)
            .WithTags("Spend requests").WithSummary("Read a spend request (使用申请)")
            .WithDescription(
                "Amounts, codes and dates; no household. frozen says that its decision was revoked (EVT-01). ETag; " +
                "404 spend_requests.not_found.");
        routes.MapGet("/spend-requests/{id:guid}/moves", MovesAsync).Requires(Permissions.SpendRead)
            .WithTags("Spend requests").WithSummary("List the steps of a spend request (办理记录)")
            .WithDescription(
                "Every step as a fact: who, record date, legal date, hash of its paper. In their order, all of them. " +
                "404 spend_requests.not_found.");
        routes.MapGet("/spend-requests", ListAsync).Requires(Permissions.SpendRead)
            .WithTags("Spend requests").WithSummary("List spend requests, newest first (使用申请列表)")
            .WithDescription(
                "Filter by estateId, accountId, caseId and status; keyset pages by after and limit (1 to 200).");
    }

    private static async Task<Results<Ok<SpendView>, ProblemHttpResult>> GetAsync(
        Guid id, FundsDbContext db, HttpContext http, CancellationToken ct)
    {
        var request = await db.SpendRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
        if (request is null) return SpendErrors.NotFound.ToProblem();
        http.SetETag(request.Version);
        return TypedResults.Ok(SpendView.Of(request, await SpendDesk.IsFrozenAsync(db, request.DecisionId, ct)));
    }

    private static async Task<Results<Ok<Page<MoveView>>, ProblemHttpResult>> MovesAsync(
        Guid id, FundsDbContext db, CancellationToken ct)
    {
        if (!await db.SpendRequests.AnyAsync(r => r.Id == id, ct)) return SpendErrors.NotFound.ToProblem();
        var moves = await db.SpendMoves.AsNoTracking().Where(m => m.RequestId == id).OrderBy(m => m.Number)
            .Take(SpendRequest.MaxMoves).ToListAsync(ct);
        return TypedResults.Ok(new Page<MoveView>([.. moves.Select(m => new MoveView(m.Number, m.Step, m.FromStatus,
            m.ToStatus, m.Actor, m.RecordedAt, m.CivilOn, m.DocumentHash, m.Reference, m.Note))], null));
    }

    /// <summary>Filters and page of a list.</summary>
    public sealed record Query(
        Guid? EstateId = null, Guid? AccountId = null, Guid? CaseId = null, SpendStatus? Status = null,
        string? After = null, int Limit = Page.DefaultLimit);

    private static async Task<Results<Ok<Page<SpendView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] Query query, FundsDbContext db, CancellationToken ct)
    {
        var size = Math.Clamp(query.Limit, 1, Page.MaxLimit);
        var requests = db.SpendRequests.AsNoTracking();
        if (query.EstateId is { } estate) requests = requests.Where(r => r.EstateId == estate);
        if (query.AccountId is { } account) requests = requests.Where(r => r.AccountId == account);
        if (query.CaseId is { } caseId) requests = requests.Where(r => r.CaseId == caseId);
        if (query.Status is { } status) requests = requests.Where(r => r.Status == status);
        if (query.After is not null)
        {
            if (!Cursor.TryParse(query.After, out var cursor)) return Cursor.Malformed.ToProblem();
            requests = requests.Where(r => EF.Functions.LessThan(
                ValueTuple.Create(r.CreatedAt, r.Id), ValueTuple.Create(cursor.At, cursor.Id)));
        }
        var rows = await requests.OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id)
            .Take(size + 1).ToListAsync(ct);
        var page = Page.Of(rows, size, r => new Cursor(r.CreatedAt, r.Id));
        var frozen = await FrozenAsync(page.Items, db, ct);
        return TypedResults.Ok(new Page<SpendView>(
            [.. page.Items.Select(r => SpendView.Of(r, frozen.Contains(r.DecisionId ?? Guid.Empty)))], page.Next));
    }

    private static async Task<HashSet<Guid>> FrozenAsync(
        IReadOnlyList<SpendRequest> requests, FundsDbContext db, CancellationToken ct)
    {
        var ids = requests.Select(r => r.DecisionId).OfType<Guid>().ToArray();
        var revoked = await db.RowsAsync(Sql.Command(
            "select decision_id from decisions where decision_id = any($1) and revoked", ids), r => r.GetGuid(0), ct);
        return [.. revoked];
    }
}

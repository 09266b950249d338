namespace CivicPlatform.Funds.RestrictedGrants;

/// <summary>GET /restricted-grants, /restricted-grants/{id} and its uses.</summary>
public static class GetGrants
{
    private const string UsesSql =
        "select id, kind, amount, bill_id, evidence_hash, recorded_by, recorded_at from grant_uses " +
        "where grant_id = $1 and id > $2 order by id limit $3";

    /// <param name="Kind">APPLIED or RETURNED.</param>
    /// <param name="BillId">The bill that it lowered.</param>
    public sealed record UseView(
        Guid Id, string Kind, Money Amount, Guid? BillId, string? EvidenceHash, string RecordedBy,
        DateTimeOffset RecordedAt);

    /// <summary>Filters and page of a list.</summary>
    public sealed record Query(
        Guid? EstateId = null, Guid? AccountId = null, string? After = null, int Limit = Page.DefaultLimit);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/restricted-grants/{id:guid}", GetAsync).Requires(Permissions.GrantRead)
            .WithTags("Restricted grants").WithSummary("Read a restricted grant (定向资助)")
            .WithDescription(
                "What came in, was applied and went back; no household. ETag; 404 restricted_grants.not_found.");
        routes.MapGet("/restricted-grants/{id:guid}/uses", UsesAsync).Requires(Permissions.GrantUseRead)
            .ReadsPersonalData()
            .WithTags("Restricted grants").WithSummary("List the uses of a restricted grant (资助使用记录)")
            .WithDescription(
                "That a household was helped is sensitive (PRIV-04): each answer leaves an audit row. In the order " +
                "of writing; keyset pages by after and limit (1 to 200). 404 restricted_grants.not_found.");
        routes.MapGet("/restricted-grants", ListAsync).Requires(Permissions.GrantRead)
            .WithTags("Restricted grants").WithSummary("List restricted grants, newest first (定向资助列表)")
            .WithDescription("Filter by estateId and accountId; keyset pages by after and limit (1 to 200).");
    }

    private static async Task<Results<Ok<GrantView>, ProblemHttpResult>> GetAsync(
        Guid id, FundsDbContext db, HttpContext http, CancellationToken ct)
    {
        var grant = await db.RestrictedGrants.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, ct);
        if (grant is null) return GrantErrors.NotFound.ToProblem();
        http.SetETag(grant.Version);
        return TypedResults.Ok(GrantView.Of(grant));
    }

    private static async Task<Results<Ok<Page<UseView>>, ProblemHttpResult>> UsesAsync(
        Guid id, Guid? after, int? limit, FundsDbContext db, CurrentUser user, CancellationToken ct)
    {
        var street = await db.RestrictedGrants.Where(g => g.Id == id).Select(g => g.StreetCode)
            .SingleOrDefaultAsync(ct);
        if (street is null) return GrantErrors.NotFound.ToProblem();
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(Sql.Command(UsesSql, id, after ?? Guid.Empty, size + 1), r => new UseView(
            r.GetGuid(0), r.GetString(1), r.Money(2), r.GuidOrNull(3), r.TextOrNull(4), r.GetString(5),
            r.GetFieldValue<DateTimeOffset>(6)), ct);
        await db.Audit.RecordReadAsync(user, (id, street), ct);
        return TypedResults.Ok(Page.Of(rows, size, row => $"{row.Id}"));
    }

    private static async Task<Results<Ok<Page<GrantView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] Query query, FundsDbContext db, CancellationToken ct)
    {
        var size = Math.Clamp(query.Limit, 1, Page.MaxLimit);
        var grants = db.RestrictedGrants.AsNoTracking();
        if (query.EstateId is { } estate) grants = grants.Where(g => g.EstateId == estate);
        if (query.AccountId is { } account) grants = grants.Where(g => g.AccountId == account);
        if (query.After is not null)
        {
            if (!Cursor.TryParse(query.After, out var cursor)) return Cursor.Malformed.ToProblem();
            grants = grants.Where(g => EF.Functions.LessThan(
                ValueTuple.Create(g.CreatedAt, g.Id), ValueTuple.Create(cursor.At, cursor.Id)));
        }
        var rows = await grants.OrderByDescending(g => g.CreatedAt).ThenByDescending(g => g.Id)
            .Take(size + 1).ToListAsync(ct);
        var page = Page.Of(rows, size, g => new Cursor(g.CreatedAt, g.Id));
        return TypedResults.Ok(new Page<GrantView>([.. page.Items.Select(GrantView.Of)], page.Next));
    }
}

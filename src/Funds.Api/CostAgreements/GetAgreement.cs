using CivicPlatform.Funds.Calculators;

namespace CivicPlatform.Funds.CostAgreements;

/// <summary>GET /cost-agreements, /cost-agreements/{id} and its versions, for staff of the office.</summary>
public static class GetAgreement
{
    private const string VersionsSql =
        "select id, number, hash, works, pipe_relocation, design, supervision, compensation, subsidy, grants, " +
        "net_cost, gap, method, floors, floor_weights, times_area, resplit, late_join, reason, drafted_on, " +
        "(select count(*)::int from cost_signatures s where s.version_id = v.id) " +
        "from cost_versions v where agreement_id = $1 and number > $2 order by number limit $3";

    /// <summary>The terms of one version; no household.</summary>
    /// <param name="Signatures">How many households signed it.</param>
    public sealed record VersionView(
        Guid Id, int Number, string Hash, CostHeads Costs, Money NetCost, Money Gap,
        [CodesOf(typeof(FloorWeights), nameof(FloorWeights.Methods))] string Method,
        IReadOnlyDictionary<string, string> Table, bool TimesArea, bool Resplit, LateJoinRule LateJoin, string? Reason,
        DateOnly DraftedOn, int Signatures);

    /// <summary>Filters and page of a list.</summary>
    public sealed record Query(
        Guid? EstateId = null, AgreementStatus? Status = null, string? After = null, int Limit = Page.DefaultLimit);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/cost-agreements/{id:guid}", GetAsync).Requires(Permissions.CostAgreementRead)
            .WithTags("Cost agreements").WithSummary("Read a cost agreement (费用分摊协议)")
            .WithDescription("Totals and dates; no household. ETag; 404 cost_agreements.not_found.");
        routes.MapGet("/cost-agreements/{id:guid}/versions", VersionsAsync).Requires(Permissions.CostAgreementRead)
            .WithTags("Cost agreements").WithSummary("List the versions of a cost agreement (协议版本)")
            .WithDescription(
                "Terms and totals, in their order; keyset pages by after (a number) and limit (1 to 200). 404 " +
                "cost_agreements.not_found.");
        routes.MapGet("/cost-agreements", ListAsync).Requires(Permissions.CostAgreementRead)
            .WithTags("Cost agreements").WithSummary("List cost agreements, newest first (费用分摊协议列表)")
            .WithDescription("Filter by estateId and status; keyset pages by after and limit (1 to 200).");
    }

    private static async Task<Results<Ok<AgreementView>, ProblemHttpResult>> GetAsync(
        Guid id, FundsDbContext db, HttpContext http, CancellationToken ct)
    {
        var agreement = await db.CostAgreements.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct);
        if (agreement is null) return AgreementErrors.NotFound.ToProblem();
        http.SetETag(agreement.Version);
        return TypedResults.Ok(AgreementView.Of(agreement));
    }

    private static async Task<Results<Ok<Page<VersionView>>, ProblemHttpResult>> VersionsAsync(
        Guid id, int? after, int? limit, FundsDbContext db, CancellationToken ct)
    {
        if (!await db.CostAgreements.AnyAsync(a => a.Id == id, ct)) return AgreementErrors.NotFound.ToProblem();
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(Sql.Command(VersionsSql, id, after ?? 0, size + 1), Version, ct);
        return TypedResults.Ok(Page.Of(rows, size, row => $"{row.Number}"));
    }

    private static async Task<Results<Ok<Page<AgreementView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] Query query, FundsDbContext db, CancellationToken ct)
    {
        var size = Math.Clamp(query.Limit, 1, Page.MaxLimit);
        var agreements = db.CostAgreements.AsNoTracking();
        if (query.EstateId is { } estate) agreements = agreements.Where(a => a.EstateId == estate);
        if (query.Status is { } status) agreements = agreements.Where(a => a.Status == status);
        if (query.After is not null)
        {
            if (!Cursor.TryParse(query.After, out var cursor)) return Cursor.Malformed.ToProblem();
            agreements = agreements.Where(a => EF.Functions.LessThan(
                ValueTuple.Create(a.CreatedAt, a.Id), ValueTuple.Create(cursor.At, cursor.Id)));
        }
        var rows = await agreements.OrderByDescending(a => a.CreatedAt).ThenByDescending(a => a.Id)
            .Take(size + 1).ToListAsync(ct);
        var page = Page.Of(rows, size, a => new Cursor(a.CreatedAt, a.Id));
        return TypedResults.Ok(new Page<AgreementView>([.. page.Items.Select(AgreementView.Of)], page.Next));
    }

    private static VersionView Version(Npgsql.NpgsqlDataReader r)
    {
        var heads = new CostHeads(r.Money(3), r.Money(4), r.Money(5), r.Money(6), r.Money(7), r.Money(8), r.Money(9));
        var table = r.GetFieldValue<int[]>(13).Zip(r.GetFieldValue<string[]>(14))
            .ToDictionary(row => $"{row.First}", row => row.Second);
        return new VersionView(r.GetGuid(0), r.GetInt32(1), r.GetString(2), heads, r.Money(10), r.Money(11),
            r.GetString(12), table, r.GetBoolean(15), r.GetBoolean(16), Enum.Parse<LateJoinRule>(r.GetString(17)),
            r.TextOrNull(18), r.GetFieldValue<DateOnly>(19), r.GetInt32(20));
    }
}

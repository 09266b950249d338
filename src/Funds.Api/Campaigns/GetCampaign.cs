namespace CivicPlatform.Funds.Campaigns;

/// <summary>GET /campaigns, /campaigns/{id} and /campaigns/{id}/buildings, for staff of the office.</summary>
public static class GetCampaign
{
    private const string SuspenseSql =
        "select count(*)::int, coalesce(sum(amount), 0), " +
        "(select coalesce(sum(credit), 0) from bills where campaign_id = $2) " +
        "from suspense_lines where account_id = $1 and status = 'OPEN'";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/campaigns/{id:guid}", GetAsync).Requires(Permissions.CampaignRead)
            .WithTags("Campaigns").WithSummary("Read a collection with its totals (筹集活动)")
            .WithDescription(
                "Totals, suspense and credits are there once it was opened; no household is. ETag; 304 with " +
                "If-None-Match. 404 campaigns.not_found.")
            .Produces<CampaignView>();
        routes.MapGet("/campaigns/{id:guid}/buildings", BuildingsAsync).Requires(Permissions.CampaignRead)
            .WithTags("Campaigns").WithSummary("List the totals of a collection by building (各楼合计)")
            .WithDescription(
                "All buildings, with the moment at which each reached its trigger (RAISE-03). 404 " +
                "campaigns.not_found.");
        routes.MapGet("/campaigns", ListAsync).Requires(Permissions.CampaignRead)
            .WithTags("Campaigns").WithSummary("List collections, newest first (筹集活动列表)")
            .WithDescription("Filter by estateId and status; keyset pages by after and limit (1 to 200).");
    }

    private static async Task<IResult> GetAsync(Guid id, FundsDbContext db, HttpContext http, CancellationToken ct)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct);
        if (campaign is null) return CampaignErrors.NotFound.ToProblem();
        if (http.SetETag(campaign.Tag)) return TypedResults.StatusCode(304);

        var view = CampaignView.Of(campaign);
        if (campaign.Status is CampaignStatus.DRAFT) return TypedResults.Ok(view);
        var buildings = await BuildingReader.ReadAsync(db, id, ct);
        var waiting = await db.RowsAsync(Sql.Command(SuspenseSql, campaign.AccountId, id),
            r => (Lines: r.GetInt32(0), Suspense: r.Money(1), Credits: r.Money(2)), ct);
        return TypedResults.Ok(view with
        {
            Totals = BuildingReader.Sum(buildings),
            SuspenseLines = waiting[0].Lines,
            Suspense = waiting[0].Suspense,
            Credits = waiting[0].Credits,
        });
    }

    private static async Task<Results<Ok<Page<BuildingView>>, ProblemHttpResult>> BuildingsAsync(
        Guid id, FundsDbContext db, CancellationToken ct)
    {
        if (!await db.Campaigns.AnyAsync(c => c.Id == id, ct)) return CampaignErrors.NotFound.ToProblem();
        return TypedResults.Ok(new Page<BuildingView>(await BuildingReader.ReadAsync(db, id, ct), null));
    }

    private static async Task<Results<Ok<Page<CampaignView>>, ProblemHttpResult>> ListAsync(
        Guid? estateId, CampaignStatus? status, string? after, int? limit, FundsDbContext db, CancellationToken ct)
    {
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var query = db.Campaigns.AsNoTracking();
        if (estateId is { } estate) query = query.Where(c => c.EstateId == estate);
        if (status is { } wanted) query = query.Where(c => c.Status == wanted);
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var cursor)) return Cursor.Malformed.ToProblem();
            query = query.Where(c => EF.Functions.LessThan(
                ValueTuple.Create(c.CreatedAt, c.Id), ValueTuple.Create(cursor.At, cursor.Id)));
        }

        var rows = await query.OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Id)
            .Take(size + 1).ToListAsync(ct);
        var page = Page.Of(rows, size, c => new Cursor(c.CreatedAt, c.Id));
        return TypedResults.Ok(new Page<CampaignView>([.. page.Items.Select(CampaignView.Of)], page.Next));
    }
}

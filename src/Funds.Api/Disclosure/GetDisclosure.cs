using CivicPlatform.Funds.Campaigns;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>
/// GET /disclosures/{campaignId}: the public page (T0, PRIV-11) as JSON, CSV or plain Chinese text, for anybody.
/// Reads tables that hold totals only.
/// </summary>
public static class GetDisclosure
{
    private const string CampaignsSql =
        "select c.campaign_id, c.street_code, c.estate_id, coalesce(e.name, ''), c.title, c.unit_price, c.status, " +
        "c.opened_on, c.closed_on from public_campaigns c left join estates e on e.estate_id = c.estate_id ";

    /// <summary>The forms of a page, by the names that the query uses.</summary>
    public static readonly IReadOnlyList<string> Formats = ["json", "csv", "text"];

    // Of closed pages, never of now: who asks every second would see each payment arrive.
    private const string TotalsSql =
        "select campaign_id, sum((page ->> 'receivable')::numeric), sum((page ->> 'collected')::numeric), " +
        "sum((page ->> 'households')::int)::int, sum((page ->> 'householdsPaid')::int)::int, max(day) from (" +
        "select distinct on (campaign_id, building) campaign_id, day, content::jsonb as page from snapshots " +
        "where campaign_id = any($1) order by campaign_id, building, day desc, version desc) as latest " +
        "group by campaign_id";

    /// <summary>An entry of the list of public pages.</summary>
    /// <param name="Day">Of the newest daily page; totals are of the daily pages and absent before the first.</param>
    public sealed record Item(
        Guid CampaignId, string StreetCode, Guid EstateId, string EstateName, string Title,
        [CodesOf(typeof(CampaignStatus))] string Status, DateOnly OpenedOn, DateOnly? ClosedOn, DateOnly? Day,
        TotalsView? Totals);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/disclosures/{campaignId:guid}", GetAsync).Public()
            .WithTags("Disclosure").WithSummary("Read the public page of a collection (公示, T0)")
            .WithDescription(
                "Totals only, and groups under five households are withheld (PRIV-11). As JSON, CSV or Chinese text: " +
                "by format, else by Accept. Filter by building. Cacheable for 30 seconds; ETag, 304 with " +
                "If-None-Match. 404 disclosure.not_found, disclosure.building_not_found; 400 " +
                "disclosure.format_unknown.")
            .Produces<DisclosureView>(StatusCodes.Status200OK, "application/json", "text/csv", "text/plain");
        routes.MapGet("/disclosures", ListAsync).Public()
            .WithTags("Disclosure").WithSummary("List public pages, newest first (公示列表)")
            .WithDescription(
                "With the totals of the last daily pages. Filter by estateId and streetCode (9 digits); keyset " +
                "pages by after and limit (1 to 200).");
    }

    private static async Task<Ok<Page<Item>>> ListAsync(
        Guid? estateId, string? streetCode, Guid? after, int? limit, FundsDbContext db, CancellationToken ct)
    {
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await ReadAsync(db, Sql.Command(CampaignsSql +
            "where ($1 = '' or c.street_code = $1) and ($4 = $5 or c.estate_id = $4) and c.campaign_id < $2 " +
            "order by c.campaign_id desc limit $3",
            streetCode ?? "", after ?? Guid.AllBitsSet, size + 1, estateId ?? Guid.Empty, Guid.Empty), ct);
        var shown = rows.Take(size).ToArray();
        var totals = (await db.RowsAsync(Sql.Command(TotalsSql, [shown.Select(c => c.Id).ToArray()]), r =>
            (Id: r.GetGuid(0), Day: r.GetFieldValue<DateOnly>(5), View: TotalsView.Of(
                (r.Money(1), r.Money(2)), (r.GetInt32(3), r.GetInt32(4)), r.GetInt32(3) < SmallGroups.Least)), ct))
            .ToDictionary(t => t.Id);
        var items = shown.Select(c => totals.TryGetValue(c.Id, out var of)
            ? ItemOf(c, of.Day, of.View)
            : ItemOf(c, null, null)).ToArray();
        return TypedResults.Ok(new Page<Item>(items, rows.Count > size ? items[^1].CampaignId.ToString() : null));
    }

    private static Item ItemOf(PublicCampaign c, DateOnly? day, TotalsView? totals) => new(
        c.Id, c.StreetCode, c.EstateId, c.EstateName, c.Title, c.Status, c.OpenedOn, c.ClosedOn, day, totals);

    private static async Task<IResult> GetAsync(
        Guid campaignId, string? building, [CodesOf(typeof(GetDisclosure), nameof(Formats))] string? format,
        Handler handler, PublicAnswer answer, HttpContext http, CancellationToken ct)
    {
        var wanted = format ?? PublicAnswer.FromAccept(http);
        if (!Formats.Contains(wanted)) return DisclosureErrors.FormatUnknown.ToProblem();
        var result = await handler.HandleAsync(campaignId, building, ct);
        return result.Succeeded(out var view, out var error)
            ? answer.Write(http, wanted, view, () => DisclosureText.Csv(view), () => DisclosureText.Chinese(view))
            : error.ToProblem();
    }

    private static Task<List<PublicCampaign>> ReadAsync(
        FundsDbContext db, Npgsql.NpgsqlBatchCommand query, CancellationToken ct) => db.RowsAsync(query,
        r => new PublicCampaign(r.GetGuid(0), r.GetString(1), r.GetGuid(2), r.GetString(3), r.GetString(4), r.Money(5),
            r.GetString(6), r.GetFieldValue<DateOnly>(7), r.DayOrNull(8)), ct);

    public sealed class Handler(FundsDbContext db, PageReader pages)
    {
        public async Task<Result<DisclosureView>> HandleAsync(Guid id, string? building, CancellationToken ct)
        {
            var found = await ReadAsync(db, Sql.Command(CampaignsSql + "where c.campaign_id = $1", id), ct);
            if (found.Count == 0) return DisclosureErrors.NotFound;
            var view = DisclosureView.Of(found[0], await pages.PublishedAsync(id, ct));
            if (building is null) return view;
            var only = view.Buildings.Where(b => b.Building == building).ToArray();
            if (only.Length == 0) return DisclosureErrors.BuildingNotFound;
            return view with { Buildings = only, Spendings = [.. view.Spendings.Where(s => s.Building == building)] };
        }
    }
}

using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>GET /disclosures/{campaignId}/chain?building=: a building's public pages, word for word (T0).</summary>
public static class GetChain
{
    private const string PagesSql =
        $"select {StoredPages.PageColumns} from snapshots s where s.campaign_id = $1 and s.building = $2 and " +
        "(s.day, s.version) > (coalesce((select day from snapshots where id = $3), '-infinity'), " +
        "coalesce((select version from snapshots where id = $3), 0)) order by s.day, s.version limit $4";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/disclosures/{campaignId:guid}/chain", GetAsync).Public()
            .WithTags("Disclosure").WithSummary("Export a building's chain of public pages (公示链, T0)")
            .WithDescription(
                "One JSON object a line: a header, then the pages as they were hashed, oldest first, at most 400; " +
                "the header's next is the value of after for the file that follows. ./civic verify-disclosure checks " +
                "it (docs/verify-disclosure.md). 422 disclosure.withheld, rule PRIV-11, for a building whose page is " +
                "not shown; 404 disclosure.building_not_found.")
            .Produces<string>(StatusCodes.Status200OK, FileLine.MediaType);

    private static async Task<IResult> GetAsync(
        Guid campaignId, string building, Guid? after, FundsDbContext db, StoredPages stored, HttpContext http,
        CancellationToken ct)
    {
        var withheld = await stored.WithheldAsync(campaignId, ct);
        if (withheld.Contains(building)) return DisclosureErrors.Withheld.ToProblem();
        var pages = await db.RowsAsync(Sql.Command(
            PagesSql, campaignId, building, after ?? Guid.Empty, ChainHeader.MaxPages + 1), StoredPages.Filed, ct);
        if (pages.Count == 0) return DisclosureErrors.BuildingNotFound.ToProblem();
        return Write(http, (campaignId, building), pages, ct);
    }

    /// <summary>The file of a chain; a page beyond the bound only says that there is a next file.</summary>
    internal static IResult Write(
        HttpContext http, (Guid Id, string Group) subject, List<FiledPage> pages, CancellationToken ct)
    {
        var shown = pages.Take(ChainHeader.MaxPages).ToArray();
        var header = new ChainHeader(ChainHeader.CurrentFormat, subject.Id, subject.Group, shown.Length,
            pages.Count > shown.Length ? shown[^1].SnapshotId : null);
        http.Response.Headers.CacheControl = "public, max-age=30";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"chain-{subject.Id}.ndjson\"";
        return Results.Stream(to => GetLines.WriteAsync(to,
            shown.Select(page => new FileLine(Page: page)).Prepend(new FileLine(Chain: header)), ct),
            FileLine.MediaType);
    }
}

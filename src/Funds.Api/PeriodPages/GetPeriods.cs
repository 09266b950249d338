using CivicPlatform.Funds.Disclosure;
using CivicPlatform.Funds.Proofs;
using Npgsql;

namespace CivicPlatform.Funds.PeriodPages;

/// <summary>
/// GET /disclosures/accounts/{accountId}: the public pages of an account by period, and /chain of them (T0).
/// </summary>
public static class GetPeriods
{
    private const int MaxPages = 40;

    private const string LatestSql =
        "select distinct on (p.through_day) p.id, p.content, p.version, p.reason, p.closed_at, " +
        "encode(p.hash, 'hex'), coalesce(e.name, ''), coalesce(e.units, 0), p.estate_id, p.street_code " +
        "from period_pages p " +
        "left join estates e on e.estate_id = p.estate_id where p.account_id = $1 " +
        "order by p.through_day desc, p.version desc limit $2";

    private const string ChainSql =
        $"select {StoredPages.PageColumns} from period_pages s where s.account_id = $1 and s.seq > " +
        "coalesce((select seq from period_pages where id = $2 and account_id = $1), 0) order by s.seq limit $3";

    /// <param name="Withheld">The estate has too few households to show what they paid (PRIV-11).</param>
    public sealed record View(
        Guid AccountId, Guid EstateId, string EstateName, string StreetCode, string Purpose, bool Withheld,
        IReadOnlyList<Period> Periods);

    /// <summary>One period; figures are absent where the page is withheld.</summary>
    public sealed record Period(
        Guid SnapshotId, DateOnly From, DateOnly Through, int Version, string? CorrectionReason,
        DateTimeOffset ClosedAt, string? Hash, string? Root, Money? Opening, Money? Deposited, Money? Gained,
        Money? Spent, Money? Closing, IReadOnlyList<Movement> Movements, IReadOnlyList<SpendingView> Spendings);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/disclosures/accounts/{accountId:guid}", GetAsync).Public()
            .WithTags("Disclosure").WithSummary("Read the public pages of an account by period (专户定期公示, T0)")
            .WithDescription(
                "The newest version of each period, newest first, at most 40; totals only (FUND-25), and none of an " +
                "estate under five households (PRIV-11). As JSON, CSV or Chinese text: by format, else by Accept. " +
                "404 disclosure.not_found; 400 disclosure.format_unknown.")
            .Produces<View>(StatusCodes.Status200OK, "application/json", "text/csv", "text/plain");
        routes.MapGet("/disclosures/accounts/{accountId:guid}/chain", ChainAsync).Public()
            .WithTags("Disclosure").WithSummary("Export an account's chain of period pages (公示链, T0)")
            .WithDescription(
                "As GET /disclosures/{campaignId}/chain, in the order in which the pages were closed. 404 " +
                "disclosure.not_found; 422 disclosure.withheld, rule PRIV-11.")
            .Produces<string>(StatusCodes.Status200OK, FileLine.MediaType);
    }

    private static async Task<IResult> GetAsync(
        Guid accountId, [CodesOf(typeof(GetDisclosure), nameof(GetDisclosure.Formats))] string? format,
        FundsDbContext db, PageText text, PublicAnswer answer, HttpContext http, CancellationToken ct)
    {
        var wanted = format ?? PublicAnswer.FromAccept(http);
        if (!GetDisclosure.Formats.Contains(wanted)) return DisclosureErrors.FormatUnknown.ToProblem();
        var rows = await db.RowsAsync(Sql.Command(LatestSql, accountId, MaxPages), r => RowOf(r, text), ct);
        if (rows.Count == 0) return DisclosureErrors.NotFound.ToProblem();
        var view = rows[0].View with { Periods = [.. rows.Select(row => row.Period)] };
        return answer.Write(http, wanted, view, () => PeriodText.Csv(view), () => PeriodText.Chinese(view));
    }

    private static (View View, Period Period) RowOf(NpgsqlDataReader r, PageText text)
    {
        var (page, withheld) = (text.Read<PeriodPage>(r.GetString(1)), r.GetInt32(7) < SmallGroups.Least);
        var view = new View(page.AccountId, r.GetGuid(8), r.GetString(6), r.GetString(9), page.Purpose, withheld, []);
        var shown = withheld ? null : page;
        return (view, new Period(r.GetGuid(0), page.From, page.Through, r.GetInt32(2), r.TextOrNull(3),
            r.GetFieldValue<DateTimeOffset>(4), withheld ? null : r.GetString(5), shown?.Lines?.Root, shown?.Opening,
            shown?.Deposited, shown?.Gained, shown?.Spent, shown?.Closing, shown?.Movements ?? [],
            shown?.Spendings ?? []));
    }

    private static async Task<IResult> ChainAsync(
        Guid accountId, Guid? after, FundsDbContext db, StoredPages stored, HttpContext http, CancellationToken ct)
    {
        var pages = await db.RowsAsync(Sql.Command(
            ChainSql, accountId, after ?? Guid.Empty, ChainHeader.MaxPages + 1), StoredPages.Filed, ct);
        if (pages.Count == 0) return DisclosureErrors.NotFound.ToProblem();
        return await stored.IsWithheldAsync(accountId, ct)
            ? DisclosureErrors.Withheld.ToProblem()
            : GetChain.Write(http, (accountId, ""), pages, ct);
    }
}

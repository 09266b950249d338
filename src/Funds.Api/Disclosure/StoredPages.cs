using CivicPlatform.Funds.Campaigns;
using CivicPlatform.Funds.Proofs;
using Npgsql;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>A closed page with the lines behind it.</summary>
/// <param name="Withheld">The public does not see this page: its group is too small, or would give one away.</param>
/// <param name="Lines">Exact texts in the order of the leaves; none on pages from before lines were kept.</param>
public sealed record StoredPage(
    Guid EstateId, string StreetCode, bool Withheld, FiledPage Page, IReadOnlyList<Guid> Units,
    IReadOnlyList<string> Lines);

/// <summary>Reads closed pages of the caller's offices with their lines.</summary>
public sealed class StoredPages(FundsDbContext db)
{
    internal const string PageColumns = "s.id, s.content, encode(s.previous_hash, 'hex'), encode(s.hash, 'hex')";

    private const string SnapshotSql =
        $"select {PageColumns}, s.campaign_id, s.building, l.units, l.lines from snapshots s " +
        "left join page_lines l on l.page_id = s.id where s.id = $1";

    // Lines of another office are not there, and so no row is.
    private const string PeriodSql =
        $"select {PageColumns}, s.account_id, coalesce(e.units, 0), s.estate_id, s.street_code, l.units, l.lines " +
        "from period_pages s join page_lines l on l.page_id = s.id " +
        "left join estates e on e.estate_id = s.estate_id where s.id = $1";

    private const string HouseholdsSql =
        "select coalesce(e.units, 0) from period_pages s left join estates e on e.estate_id = s.estate_id " +
        "where s.account_id = $1 limit 1";

    /// <summary>The page; 404 when it is another office's, 409 when no lines were kept.</summary>
    public async Task<Result<StoredPage>> FindAsync(Guid id, CancellationToken ct)
    {
        var rows = await db.RowsAsync(Sql.Command(SnapshotSql, id), r => new Row(
            Filed(r), r.GetGuid(4), r.GetString(5),
            r.IsDBNull(6) ? [] : r.GetFieldValue<Guid[]>(6), r.IsDBNull(7) ? [] : r.GetFieldValue<string[]>(7)), ct);
        if (rows is not [var row]) return await FindPeriodAsync(id, ct);
        // A page is public, its lines are the office's: a campaign out of scope is not there.
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == row.CampaignId, ct);
        if (campaign is null) return DisclosureErrors.SnapshotNotFound;
        if (row.Lines.Length == 0) return DisclosureErrors.WithoutLines;
        var withheld = await WithheldAsync(campaign.Id, ct);
        return new StoredPage(campaign.EstateId, campaign.StreetCode, withheld.Contains(row.Building), row.Page,
            row.Units, row.Lines);
    }

    private async Task<Result<StoredPage>> FindPeriodAsync(Guid id, CancellationToken ct)
    {
        var rows = await db.RowsAsync(Sql.Command(PeriodSql, id), r => (Account: r.GetGuid(4), Page: new StoredPage(
            r.GetGuid(6), r.GetString(7), r.GetInt32(5) < SmallGroups.Least, Filed(r), r.GetFieldValue<Guid[]>(8),
            r.GetFieldValue<string[]>(9))), ct);
        return rows is [var row] && await db.BankAccounts.AnyAsync(a => a.Id == row.Account, ct)
            ? row.Page
            : DisclosureErrors.SnapshotNotFound;
    }

    /// <summary>True when the estate of that account is too small for a public page (PRIV-11).</summary>
    public async Task<bool> IsWithheldAsync(Guid accountId, CancellationToken ct)
    {
        var rows = await db.RowsAsync(Sql.Command(HouseholdsSql, accountId), r => r.GetInt32(0), ct);
        return rows is not [>= SmallGroups.Least];
    }

    /// <summary>The buildings that no public page of that campaign shows (PRIV-11).</summary>
    public async Task<IReadOnlySet<string>> WithheldAsync(Guid campaignId, CancellationToken ct)
    {
        var buildings = await BuildingReader.ReadAsync(db, campaignId, ct);
        return SmallGroups.Withheld([.. buildings.Select(b => (b.Building!, b.Households))]);
    }

    /// <summary>A page from the first four columns.</summary>
    internal static FiledPage Filed(NpgsqlDataReader r) =>
        new(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3));

    private sealed record Row(FiledPage Page, Guid CampaignId, string Building, Guid[] Units, string[] Lines);
}

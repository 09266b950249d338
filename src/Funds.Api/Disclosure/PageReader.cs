using System.Text.Json;
using System.Text.Json.Serialization;
using CivicPlatform.Funds.Campaigns;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>Reads the public pages of a campaign, from tables that hold totals only.</summary>
public sealed class PageReader(FundsDbContext db, PageText text)
{
    private const string LiftsSql =
        "select l.building, l.lift_no, l.state from lifts l join public_campaigns c on c.estate_id = l.estate_id " +
        "where c.campaign_id = $1";

    private const string SpendingsSql =
        "select paid_on, building, kind, purpose, payee, amount from spendings where campaign_id = $1 " +
        "order by paid_on, id limit 2000";

    private const string LatestSql =
        "select distinct on (building) id, content, day, version, reason, closed_at, hash from snapshots " +
        "where campaign_id = $1 order by building, day desc, version desc";

    /// <summary>The present state of every building, in natural order.</summary>
    public async Task<IReadOnlyList<BuildingPage>> LiveAsync(Guid campaignId, CancellationToken ct)
    {
        var buildings = await BuildingReader.ReadAsync(db, campaignId, ct);
        var lifts = await db.RowsAsync(Sql.Command(LiftsSql, campaignId),
            r => (Building: r.GetString(0), Lift: new LiftView(r.GetString(1), r.GetString(2))), ct);
        var spendings = await db.RowsAsync(Sql.Command(SpendingsSql, campaignId), r => new SpendingView(
            r.GetFieldValue<DateOnly>(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4),
            r.Money(5)), ct);
        return [.. buildings.Select(b => new BuildingPage(b.Building!, b.Receivable, b.Collected, b.Households,
            b.HouseholdsPaid, b.ThresholdReachedOn, b.Advanced, b.Repaid,
            [.. lifts.Where(l => l.Building == b.Building).Select(l => l.Lift)
                .OrderBy(l => l.LiftNo, NaturalOrder.Instance)],
            [.. spendings.Where(s => s.Building == b.Building)]))];
    }

    /// <summary>The last daily page of every building; its live state where no page was closed yet.</summary>
    public async Task<IReadOnlyList<PublishedPage>> PublishedAsync(Guid campaignId, CancellationToken ct)
    {
        var latest = await db.RowsAsync(Sql.Command(LatestSql, campaignId), r => new PublishedPage(
            text.Read<BuildingPage>(r.GetString(1)), r.GetGuid(0), r.GetFieldValue<DateOnly>(2), r.GetInt32(3),
            r.TextOrNull(4), r.GetFieldValue<DateTimeOffset>(5),
            Convert.ToHexStringLower(r.GetFieldValue<byte[]>(6))), ct);
        var closed = latest.ToDictionary(p => p.Page.Building, StringComparer.Ordinal);
        var live = await LiveAsync(campaignId, ct);
        return [.. live.Select(page => closed.GetValueOrDefault(page.Building) ?? PublishedPage.Live(page))];
    }
}

/// <summary>The exact text of a page, which its hash covers; every member stands in it, empty ones too.</summary>
public sealed class PageText(IOptions<JsonOptions> json)
{
    private readonly JsonSerializerOptions _options =
        new(json.Value.SerializerOptions) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    public string Write<TPage>(TPage page) => JsonSerializer.Serialize(page, _options);

    public TPage Read<TPage>(string content) => JsonSerializer.Deserialize<TPage>(content, _options)!;
}

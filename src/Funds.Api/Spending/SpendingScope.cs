using CivicPlatform.Funds.Campaigns;
using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.Spending;

/// <summary>An open campaign whose book is locked, with what each of its buildings can pay.</summary>
public sealed record SpendingScope(Campaign Campaign, IReadOnlyDictionary<string, BuildingBalance> Buildings)
{
    private const string BuildingsSql =
        "select b.building, b.collected + b.supported, b.spent, b.repaid, b.advanced, " +
        "(select coalesce(sum(i.amount - i.paid), 0) from instalments i where i.campaign_id = b.campaign_id " +
        "and i.building = b.building) from building_totals b where b.campaign_id = $1";

    private const string RevokedSql = "select true from decisions where decision_id = $1 and revoked";

    public Book Book => new(Campaign.AccountId, Campaign.StreetCode, Campaign.DivisionCode);

    /// <summary>
    /// Locks the book first; refuses while the campaign is not open and once its decision is revoked: what is unpaid
    /// freezes, what is paid stays (EVT-01).
    /// </summary>
    public static async Task<Result<SpendingScope>> TakeAsync(FundsDbContext db, Guid campaignId, CancellationToken ct)
    {
        var found = await CampaignLock.TakeAsync(db, campaignId, ct);
        if (!found.Succeeded(out var campaign, out var error)) return error;
        if (campaign.Status is not CampaignStatus.OPEN) return SpendingErrors.CampaignNotOpen;
        var revoked = await db.RowsAsync(
            Sql.Command(RevokedSql, campaign.DecisionId ?? Guid.Empty), r => r.GetBoolean(0), ct);
        if (revoked.Count > 0) return SpendingErrors.DecisionRevoked;
        var buildings = await BuildingsAsync(db, campaignId, ct);
        return new SpendingScope(campaign, buildings.ToDictionary(b => b.Building, StringComparer.Ordinal));
    }

    /// <summary>What each building of a campaign can pay; true under the book's lock only.</summary>
    public static Task<List<BuildingBalance>> BuildingsAsync(
        FundsDbContext db, Guid campaignId, CancellationToken ct) => db.RowsAsync(
        Sql.Command(BuildingsSql, campaignId), r => new BuildingBalance(r.GetString(0),
            new BuildingFunds(r.Money(1), r.Money(2), r.Money(3), r.Money(5)), r.Money(4) - r.Money(3)), ct);
}

/// <summary>One building's funds and what its advance still owes.</summary>
public sealed record BuildingBalance(string Building, BuildingFunds Funds, Money Outstanding);

using CivicPlatform.Contracts;
using CivicPlatform.Contracts.Funds;

namespace CivicPlatform.Funds.Campaigns;

/// <summary>What a campaign tells the others when it opens: totals a building, no household (EVT-02).</summary>
internal static class CampaignEvents
{
    public static IEnumerable<IIntegrationEvent> Opened(
        Campaign campaign, IReadOnlyList<Bill> bills, DateTimeOffset now)
    {
        yield return new CampaignOpened
        {
            AggregateId = campaign.Id,
            AggregateVersion = campaign.NextEvent(),
            OccurredAt = now,
            StreetCode = campaign.StreetCode,
            CaseId = campaign.CaseId,
            EstateId = campaign.EstateId,
            DecisionId = campaign.DecisionId!.Value,
            AccountId = campaign.AccountId,
            UnitPrice = campaign.UnitPrice!.Value.Yuan,
        };
        foreach (var building in bills.GroupBy(b => b.Building).OrderBy(b => b.Key, NaturalOrder.Instance))
        {
            yield return new BillsIssued
            {
                AggregateId = campaign.Id,
                AggregateVersion = campaign.NextEvent(),
                OccurredAt = now,
                StreetCode = campaign.StreetCode,
                CaseId = campaign.CaseId,
                EstateId = campaign.EstateId,
                Building = building.Key,
                Households = building.Count(),
                Receivable = new Money(building.Sum(b => b.Amount.Fen)).Yuan,
            };
        }
    }
}

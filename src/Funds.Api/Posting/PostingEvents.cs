using CivicPlatform.Contracts.Funds;

namespace CivicPlatform.Funds.Posting;

/// <summary>The events of a posting; each takes the campaign's next number, so none of them looks stale.</summary>
internal static class PostingEvents
{
    public static CampaignThresholdReached Reached(
        CampaignState campaign, BuildingState building, LineToPost line, DateTimeOffset now) => new()
        {
            AggregateId = campaign.Id,
            AggregateVersion = ++campaign.Events,
            OccurredAt = now,
            StreetCode = campaign.Book.StreetCode,
            CaseId = campaign.CaseId,
            EstateId = campaign.EstateId,
            Building = building.Building,
            Collected = building.Totals.Collected.Yuan,
            Receivable = building.Totals.Receivable.Yuan,
            BankSerial = line.Serial,
            BookedAt = line.BookedAt,
        };

    public static CollectionFellBelowThreshold Fell(
        CampaignState campaign, BuildingState building, DateTimeOffset now) => new()
        {
            AggregateId = campaign.Id,
            AggregateVersion = ++campaign.Events,
            OccurredAt = now,
            StreetCode = campaign.Book.StreetCode,
            CaseId = campaign.CaseId,
            EstateId = campaign.EstateId,
            Building = building.Building,
            Collected = building.Totals.Collected.Yuan,
            Receivable = building.Totals.Receivable.Yuan,
        };

    /// <summary>Totals of one building and one batch; no household can be read from it (EVT-02).</summary>
    public static PaymentMatched Matched(CampaignState campaign, BuildingState building, DateTimeOffset now) => new()
    {
        AggregateId = campaign.Id,
        AggregateVersion = ++campaign.Events,
        OccurredAt = now,
        StreetCode = campaign.Book.StreetCode,
        CaseId = campaign.CaseId,
        EstateId = campaign.EstateId,
        Building = building.Building,
        Amount = building.Net.Yuan,
        Lines = building.Lines,
        Collected = building.Totals.Collected.Yuan,
        HouseholdsPaid = building.Totals.HouseholdsPaid,
    };
}

using CivicPlatform.Contracts.Funds;

namespace CivicPlatform.Notifications.Notices;

/// <summary>Tells that a building reached its trigger and that its lifts start (RAISE-03, RAISE-04).</summary>
public sealed class TellThresholdReachedHandler(NoticeDesk desk) : IEventHandler<CampaignThresholdReached>
{
    public async Task HandleAsync(CampaignThresholdReached message, CancellationToken ct)
    {
        var shown = await desk.MayShowAsync(message.AggregateId, message.Building, ct);
        await desk.PostAsync(message, new NoticePlace(message.EstateId), new Dictionary<string, string>
        {
            ["estate"] = await desk.EstateNameAsync(message.EstateId, ct),
            ["building"] = NoticeWords.Building(message.Building),
            ["time"] = NoticeWords.Minute(message.BookedAt),
            ["figures"] = NoticeWords.Collection(message.Receivable, message.Collected, shown),
        }, ct);
    }
}

using CivicPlatform.Contracts.Funds;

namespace CivicPlatform.Notifications.Notices;

/// <summary>Warns that a refund took a building under its trigger; works go on (RAISE-03, R-02).</summary>
public sealed class TellFellBelowThresholdHandler(NoticeDesk desk) : IEventHandler<CollectionFellBelowThreshold>
{
    public async Task HandleAsync(CollectionFellBelowThreshold message, CancellationToken ct)
    {
        var shown = await desk.MayShowAsync(message.AggregateId, message.Building, ct);
        await desk.PostAsync(message, new NoticePlace(message.EstateId), new Dictionary<string, string>
        {
            ["estate"] = await desk.EstateNameAsync(message.EstateId, ct),
            ["building"] = NoticeWords.Building(message.Building),
            ["figures"] = NoticeWords.Collection(message.Receivable, message.Collected, shown),
        }, ct);
    }
}

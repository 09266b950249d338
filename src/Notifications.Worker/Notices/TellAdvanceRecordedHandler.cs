using CivicPlatform.Contracts.Funds;

namespace CivicPlatform.Notifications.Notices;

/// <summary>Tells that the property company advanced money, for which buildings (RAISE-06).</summary>
public sealed class TellAdvanceRecordedHandler(NoticeDesk desk) : IEventHandler<AdvanceRecorded>
{
    private const int BuildingsNamedMax = 30; // Keeps the text inside its limit; the count is always whole.

    public async Task HandleAsync(AdvanceRecorded message, CancellationToken ct)
    {
        var named = message.Buildings.Take(BuildingsNamedMax).Select(NoticeWords.Building);
        await desk.PostAsync(message, new NoticePlace(message.EstateId), new Dictionary<string, string>
        {
            ["estate"] = await desk.EstateNameAsync(message.EstateId, ct),
            ["amount"] = NoticeWords.Yuan(message.Amount),
            ["day"] = NoticeWords.Day(message.OccurredAt),
            ["count"] = $"{message.Buildings.Count}",
            ["buildings"] = string.Join('、', named) + (message.Buildings.Count > BuildingsNamedMax ? "等" : ""),
        }, ct);
    }
}

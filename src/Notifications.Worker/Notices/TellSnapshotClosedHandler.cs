using CivicPlatform.Contracts.Funds;

namespace CivicPlatform.Notifications.Notices;

/// <summary>The daily T0 text of one building for the owners' chat groups (RAISE-10, PRIV-13).</summary>
public sealed class TellSnapshotClosedHandler(NoticeDesk desk) : IEventHandler<SnapshotClosed>
{
    public async Task HandleAsync(SnapshotClosed message, CancellationToken ct)
    {
        var shown = await desk.MayShowAsync(message.AggregateId, message.Building, ct);
        await desk.PostAsync(message, new NoticePlace(message.EstateId), new Dictionary<string, string>
        {
            ["estate"] = await desk.EstateNameAsync(message.EstateId, ct),
            ["building"] = NoticeWords.Building(message.Building),
            ["day"] = NoticeWords.Day(message.Day),
            ["correction"] = message.Version > 1 ? $"（更正第 {message.Version} 版）" : "",
            ["figures"] = NoticeWords.Collection(message.Receivable, message.Collected, shown),
            ["households"] = shown
                ? $"已缴清 {message.HouseholdsPaid} 户，共 {message.Households} 户，"
                    + $"占 {NoticeWords.Percent(message.HouseholdsPaid, message.Households)}。"
                : "缴费户数不予公布。",
        }, ct);
    }
}

using CivicPlatform.Contracts.Funds;

namespace CivicPlatform.Notifications.Notices;

/// <summary>Tells how many households are due to be reminded; which they are stands in Funds (RAISE-09).</summary>
public sealed class TellReminderDueHandler(NoticeDesk desk) : IEventHandler<ReminderDue>
{
    private const int SmallestShown = 5; // Fewer might be known by their number alone (PRIV-11).

    public async Task HandleAsync(ReminderDue message, CancellationToken ct) => await desk.PostAsync(
        message, new NoticePlace(message.EstateId), new Dictionary<string, string>
        {
            ["estate"] = await desk.EstateNameAsync(message.EstateId, ct),
            ["step"] = message.Step == "VISIT" ? "社区走访" : $"第 {message.Level} 次私信提醒",
            ["households"] = message.Households < SmallestShown ? "少数住户" : $"{message.Households} 户",
        }, ct);
}

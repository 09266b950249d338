using CivicPlatform.Contracts.Cases;

namespace CivicPlatform.Notifications.Notices;

/// <summary>Tells the street office of a new case: number, channel, matter; never who reported it (PRIV-15).</summary>
public sealed class TellCaseRegisteredHandler(NoticeDesk desk) : IEventHandler<CaseRegistered>
{
    public async Task HandleAsync(CaseRegistered message, CancellationToken ct)
    {
        var place = message.EstateId is null
            ? message.DivisionCode
            : await desk.EstateNameAsync(message.EstateId, ct);
        var where = new NoticePlace(message.EstateId, message.DivisionCode);
        await desk.PostAsync(message, where, new Dictionary<string, string>
        {
            ["number"] = message.Number,
            ["time"] = NoticeWords.Minute(message.OccurredAt),
            ["channel"] = NoticeWords.Channel(message.Channel),
            ["matter"] = message.MatterCode,
            ["place"] = place,
        }, ct);
    }
}

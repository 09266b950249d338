using CivicPlatform.Contracts.Cases;

namespace CivicPlatform.Notifications.Notices;

/// <summary>Tells the street office of a new case: number, channel, matter; never who reported it (PRIV-15).</summary>
public sealed class TellCaseRegisteredHandler(NoticeDesk desk) : IEventBatchHandler<CaseRegistered>
{
    public Task HandleAsync(CaseRegistered message, CancellationToken ct) => HandleAsync([message], ct);

    public async Task HandleAsync(IReadOnlyList<CaseRegistered> messages, CancellationToken ct)
    {
        var estates = messages.Select(m => m.EstateId).OfType<Guid>().Distinct().ToArray();
        var names = estates.Length == 0 ? [] : await desk.EstateNamesAsync(estates, ct);
        await desk.PostAsync([.. messages.Select(m => Tell(m, names))], ct);
    }

    private static Telling Tell(CaseRegistered message, Dictionary<Guid, string> names)
    {
        var place = message.EstateId is { } estate
            ? names.GetValueOrDefault(estate, NoticeDesk.UnknownEstate)
            : message.DivisionCode;
        return new Telling(message, new NoticePlace(message.EstateId, message.DivisionCode),
            new Dictionary<string, string>
            {
                ["number"] = message.Number,
                ["time"] = NoticeWords.Minute(message.OccurredAt),
                ["channel"] = NoticeWords.Channel(message.Channel),
                ["matter"] = message.MatterCode,
                ["place"] = place,
            });
    }
}

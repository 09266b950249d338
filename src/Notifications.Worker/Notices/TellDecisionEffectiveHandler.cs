using CivicPlatform.Contracts.Consultation;

namespace CivicPlatform.Notifications.Notices;

/// <summary>Tells that a decision is in force, and that an owner may ask a court to revoke it (PUB-04).</summary>
public sealed class TellDecisionEffectiveHandler(NoticeDesk desk) : IEventHandler<DecisionEffective>
{
    public async Task HandleAsync(DecisionEffective message, CancellationToken ct) =>
        await desk.PostAsync(message, new NoticePlace(message.EstateId), new Dictionary<string, string>
        {
            ["estate"] = await desk.EstateNameAsync(message.EstateId, ct),
            ["matter"] = NoticeWords.Matter(message.MatterCode),
            ["day"] = NoticeWords.Day(message.EffectiveOn),
        }, ct);
}

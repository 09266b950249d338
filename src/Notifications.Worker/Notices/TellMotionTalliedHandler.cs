using CivicPlatform.Contracts.Consultation;

namespace CivicPlatform.Notifications.Notices;

/// <summary>Tells the totals of a tally, and that nothing starts on it (EVT-01).</summary>
public sealed class TellMotionTalliedHandler(NoticeDesk desk) : IEventHandler<MotionTallied>
{
    public async Task HandleAsync(MotionTallied message, CancellationToken ct) =>
        await desk.PostAsync(message, new NoticePlace(message.EstateId), new Dictionary<string, string>
        {
            ["estate"] = await desk.EstateNameAsync(message.EstateId, ct),
            ["matter"] = NoticeWords.Matter(message.MatterCode),
            ["outcome"] = NoticeWords.Outcome(message.Outcome),
            ["totalArea"] = NoticeWords.SquareMetres(message.TotalArea),
            ["totalHeads"] = $"{message.TotalHeads}",
            ["participatingArea"] = NoticeWords.SquareMetres(message.ParticipatingArea),
            ["participatingAreaPercent"] = NoticeWords.Percent(message.ParticipatingArea, message.TotalArea),
            ["participatingHeads"] = $"{message.ParticipatingHeads}",
            ["participatingHeadsPercent"] = NoticeWords.Percent(message.ParticipatingHeads, message.TotalHeads),
            ["forArea"] = NoticeWords.SquareMetres(message.ForArea),
            ["forAreaPercent"] = NoticeWords.Percent(message.ForArea, message.ParticipatingArea),
            ["forHeads"] = $"{message.ForHeads}",
            ["forHeadsPercent"] = NoticeWords.Percent(message.ForHeads, message.ParticipatingHeads),
        }, ct);
}

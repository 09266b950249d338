using CivicPlatform.Cases.Data;
using CivicPlatform.Contracts;
using CivicPlatform.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Timeline;

/// <summary>Writes every event of a case's chain on its time line; our own events come the same way.</summary>
public sealed class RecordTimelineHandler(CasesDbContext db) : IEventBatchHandler<IIntegrationEvent>
{
    public Task HandleAsync(IIntegrationEvent message, CancellationToken ct) => HandleAsync([message], ct);

    public async Task HandleAsync(IReadOnlyList<IIntegrationEvent> messages, CancellationToken ct)
    {
        var named = messages.Select(m => m.CaseId).OfType<Guid>().Distinct().ToArray();
        // The case itself is always here before any event can name it.
        var divisions = await db.Cases.Where(c => named.Contains(c.Id))
            .ToDictionaryAsync(c => (c.Id, c.StreetCode), c => c.DivisionCode, ct);
        foreach (var message in messages)
        {
            if (message.CaseId is not { } caseId || TimelineText.Of(message) is not { } note) continue;
            // Another office's case, or none.
            if (!divisions.TryGetValue((caseId, message.StreetCode), out var division)) continue;
            db.TimelineEntries.Add(Entry(message, caseId, division, note));
        }
    }

    private static TimelineEntry Entry(IIntegrationEvent message, Guid caseId, string division, TimelineNote note) =>
        new()
        {
            Id = message.EventId, CaseId = caseId, StreetCode = message.StreetCode, DivisionCode = division,
            OccurredAt = message.OccurredAt, Stage = note.Stage, Event = message.GetType().Name, Title = note.Title,
            Detail = note.Detail, Link = note.Link,
        };
}

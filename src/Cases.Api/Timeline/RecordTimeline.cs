using CivicPlatform.Cases.Data;
using CivicPlatform.Contracts;
using CivicPlatform.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Timeline;

/// <summary>Writes every event of a case's chain on its time line; our own events come the same way.</summary>
public sealed class RecordTimelineHandler(CasesDbContext db) : IEventHandler<IIntegrationEvent>
{
    public async Task HandleAsync(IIntegrationEvent message, CancellationToken ct)
    {
        if (message.CaseId is not { } caseId || TimelineText.Of(message) is not { } note) return;
        // The case itself is always here before any event can name it.
        var division = await db.Cases.Where(c => c.Id == caseId && c.StreetCode == message.StreetCode)
            .Select(c => c.DivisionCode).SingleOrDefaultAsync(ct);
        if (division is null) return; // Another office's case, or none.

        db.TimelineEntries.Add(new TimelineEntry
        {
            Id = message.EventId, CaseId = caseId, StreetCode = message.StreetCode, DivisionCode = division,
            OccurredAt = message.OccurredAt, Stage = note.Stage, Event = message.GetType().Name, Title = note.Title,
            Detail = note.Detail, Link = note.Link,
        });
    }
}

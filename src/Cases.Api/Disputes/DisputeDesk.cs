using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Cases.Timeline;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Disputes;

/// <summary>What everything that is written down in a dispute does alike.</summary>
public sealed class DisputeDesk(
    CasesDbContext db, CurrentUser user, FieldCipher cipher, ICivilClock civil, TimeProvider clock)
{
    /// <summary>Characters of a note.</summary>
    public const int MaxNote = 4_000;

    public CasesDbContext Db => db;

    public CurrentUser User => user;

    /// <summary>True for those who mediate: they alone read what was said.</summary>
    public bool Confidant => user.HasRole(Roles.Mediator) || user.HasRole(Roles.StreetClerk);

    /// <summary>
    /// The case under its row's lock, so that two do not number the same track; null when there is none.
    /// </summary>
    public async Task<Case?> TakeAsync(Guid caseId, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from cases where id = {caseId} for update", ct);
        return await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == caseId, ct);
    }

    /// <summary>Record date, as PostgreSQL keeps it.</summary>
    public DateTimeOffset Now() => clock.GetUtcNow().InMicroseconds();

    /// <summary>Legal date of the office.</summary>
    public async Task<DateOnly> TodayAsync(string street, CancellationToken ct) =>
        CivilTime.DayOf(await civil.NowAsync(street, ct));

    /// <summary>Keeps what was said beside a record.</summary>
    public void Note(Case found, Guid id, string? note)
    {
        if (note is null) return;
        db.DisputeNotes.Add(new DisputeNote
        {
            Id = id, CaseId = found.Id, StreetCode = found.StreetCode, DivisionCode = found.DivisionCode,
            Text = cipher.Encrypt(note, id),
        });
    }

    /// <summary>What was said, for those who mediate; nothing for anybody else.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> NotesAsync(Guid caseId, CancellationToken ct)
    {
        if (!Confidant) return new Dictionary<Guid, string>();
        var notes = await db.DisputeNotes.AsNoTracking().Where(n => n.CaseId == caseId).OrderBy(n => n.Id)
            .Take(5_000).ToListAsync(ct);
        return notes.ToDictionary(n => n.Id, n => cipher.DecryptText(n.Text, n.Id));
    }

    /// <summary>A line of the case's time line: status only, no position and no offer.</summary>
    public void Tell(Case found, Guid id, DateOnly on, string title, string detail) =>
        db.TimelineEntries.Add(new TimelineEntry
        {
            Id = id, CaseId = found.Id, StreetCode = found.StreetCode, DivisionCode = found.DivisionCode,
            OccurredAt = CivilTime.StartOf(on).AddHours(12), Stage = Stages.Case, Event = "Dispute", Title = title,
            Detail = detail, Link = $"/api/v1/cases/{found.Id}/tracks",
        });

    public void Audit(Case found, string action, Guid subject, string? detail = null) =>
        db.Audit.Record(user, action, subject, found.StreetCode, detail);
}

/// <summary>Whether somebody sues over a matter at this moment (000-6, 000-11).</summary>
public static class PendingLitigation
{
    /// <summary>True while a suit of that case is not ended.</summary>
    public static Task<bool> ExistsAsync(CasesDbContext db, Guid caseId, CancellationToken ct) => db.Tracks.AnyAsync(
        t => t.CaseId == caseId && t.Kind == TrackTable.Litigation && TrackTable.PendingStates.Contains(t.State), ct);

    /// <summary>Number of another case of the same matter and place, or caller, over which a suit is pending.</summary>
    public static Task<string?> OverSameMatterAsync(CasesDbContext db, Case found, CancellationToken ct)
    {
        var suits = db.Tracks.Where(t =>
            t.Kind == TrackTable.Litigation && TrackTable.PendingStates.Contains(t.State) && t.CaseId != found.Id &&
            t.StreetCode == found.StreetCode);
        var own = db.Cases.Where(c => c.Id == found.Id).Select(c => EF.Property<byte[]?>(c, "ReporterPhoneHash"));
        return suits.Join(db.Cases, t => t.CaseId, c => c.Id, (_, c) => c)
            .Where(c => c.Matter == found.Matter
                && ((found.EstateId != null && c.EstateId == found.EstateId && found.Building != null
                    && c.Building == found.Building)
                // Two cases without a caller are not of the same caller.
                || (EF.Property<byte[]?>(c, "ReporterPhoneHash") != null
                    && own.Contains(EF.Property<byte[]?>(c, "ReporterPhoneHash")))))
            .Select(c => c.Number).FirstOrDefaultAsync(ct);
    }
}

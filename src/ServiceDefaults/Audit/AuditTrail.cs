using System.Diagnostics;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.ServiceDefaults.Audit;

/// <summary>One audit row: who did what to which record. Ids and codes only.</summary>
public sealed class AuditEntry
{
    private AuditEntry() { }

    public long Seq { get; private set; }
    public required string Actor { get; init; }
    public required string Action { get; init; }
    public Guid? SubjectId { get; init; }
    public required string StreetCode { get; init; }
    public string? Detail { get; init; }
    public string? TraceId { get; init; }

    /// <summary>Actions are <c>slice.verb</c>; the detail holds codes, never personal data.</summary>
    public static AuditEntry Of(
        string actor, string action, Guid? subjectId, string streetCode, string? detail) =>
        new()
        {
            Actor = actor,
            Action = action,
            SubjectId = subjectId,
            StreetCode = streetCode,
            Detail = detail,
            TraceId = Activity.Current?.TraceId.ToHexString(),
        };

    internal static void Map(ModelBuilder modelBuilder) => modelBuilder.Entity<AuditEntry>(entry =>
    {
        entry.ToTable("audit", "platform");
        entry.HasKey(e => e.Seq);
        // The app login may insert but not read, so no value can be asked back: the key stays the database's own.
        entry.Property(e => e.Seq).ValueGeneratedNever();
        entry.Property(e => e.Seq).Metadata.SetBeforeSaveBehavior(
            Microsoft.EntityFrameworkCore.Metadata.PropertySaveBehavior.Ignore);
    });
}

/// <summary>Adds audit rows to the context's next save.</summary>
public sealed class AuditTrail(ServiceDbContext db)
{
    private long _trackingKey;

    /// <summary>True once a row was recorded in this context.</summary>
    internal bool HasRows => _trackingKey < 0;

    /// <summary>Records a command of the caller.</summary>
    public void Record(
        CurrentUser user, string action, Guid? subjectId, string streetCode, string? detail = null) =>
        Record(user.Subject, action, subjectId, streetCode, detail);

    /// <summary>
    /// Records that personal data was shown in clear, and for what (a code of <see cref="Security.Reveal"/>).
    /// </summary>
    public async Task RecordRevealAsync(
        CurrentUser user, (string Action, Guid SubjectId, string StreetCode) shown, string purpose,
        CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select set_config('app.purpose', {purpose}, true)", ct);
        Record(user, shown.Action, shown.SubjectId, shown.StreetCode);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>
    /// Records, and saves, that a GET shows personal data: of which record of which office. Never the caller's office:
    /// he may act for several.
    /// </summary>
    /// <param name="shown">The record shown, or the one whose parts are, and its street.</param>
    /// <param name="filter">Codes that the answer was narrowed by; null ones say nothing.</param>
    public async Task RecordReadAsync(
        CurrentUser user, (Guid SubjectId, string StreetCode) shown, CancellationToken ct,
        params (string Name, string? Code)[] filter)
    {
        var told = filter.Where(f => f.Code is not null).Select(f => $"{f.Name}={f.Code}").ToArray();
        Record(user, user.Audit.Purpose, shown.SubjectId, shown.StreetCode,
            told.Length == 0 ? null : string.Join(' ', told));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>An act whose handler recorded nothing itself: by its permission and the id in its address.</summary>
    /// <exception cref="InvalidOperationException">
    /// Personal data would be shown: whose they are only the handler knows, so without its word nothing is shown.
    /// </exception>
    internal void RecordOperation(CurrentUser user, HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<EndpointMarks.PersonalRead>() is not null)
            throw new InvalidOperationException($"{user.Audit.Purpose} shows personal data and records no read.");
        var id = http.Request.RouteValues.Values.OfType<string>()
            .Select(value => Guid.TryParse(value, out var parsed) ? parsed : (Guid?)null)
            .FirstOrDefault(parsed => parsed is not null);
        var street = user.Scope.Streets is [var one] ? one : user.Divisions is [var first, ..] ? first.Value : "";
        Record(user, user.Audit.Purpose, id, street, http.Request.Method);
    }

    /// <summary>Records an act of the system itself, such as a scheduler's; the actor is its name.</summary>
    public void Record(string actor, string action, Guid? subjectId, string streetCode, string? detail = null)
    {
        var entry = db.Entry(AuditEntry.Of(actor, action, subjectId, streetCode, detail));
        entry.Property(e => e.Seq).CurrentValue = --_trackingKey; // Tells tracked rows apart; never sent.
        entry.State = EntityState.Added;
    }
}

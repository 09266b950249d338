using System.Diagnostics;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Data;
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

    /// <summary>Records a command of the caller.</summary>
    public void Record(
        CurrentUser user, string action, Guid? subjectId, string streetCode, string? detail = null) =>
        Record(user.Subject, action, subjectId, streetCode, detail);

    /// <summary>Records an act of the system itself, such as a scheduler's; the actor is its name.</summary>
    public void Record(string actor, string action, Guid? subjectId, string streetCode, string? detail = null)
    {
        var entry = db.Entry(AuditEntry.Of(actor, action, subjectId, streetCode, detail));
        entry.Property(e => e.Seq).CurrentValue = --_trackingKey; // Tells tracked rows apart; never sent.
        entry.State = EntityState.Added;
    }
}

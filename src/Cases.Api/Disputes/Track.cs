using CivicPlatform.Cases.Intake;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Cases.Disputes;

/// <summary>
/// A mediation, a suit, an appraisal or a repair beside a case (CASE-40). None of them locks the case or another one.
/// </summary>
public sealed class Track : ITenantOwned, IVersioned
{
    private Track() { } // EF Core and Open.

    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>One of <see cref="TrackTable.Kinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>From 1 within its kind.</summary>
    public required int Number { get; init; }

    /// <summary>One of <see cref="TrackTable.States"/>.</summary>
    public string State { get; private set; } = "";

    /// <summary>Sessions of a mediation so far (MED-06).</summary>
    public int Sessions { get; private set; }

    /// <summary>Setbacks of a repair so far (CASE-43).</summary>
    public int Setbacks { get; private set; }

    /// <summary>Who refused the mediation (MED-01).</summary>
    public string? RefusedBy { get; private set; }

    public required DateOnly OpenedOn { get; init; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Civil day of the last event; what follows lies on it or later.</summary>
    public DateOnly LastOn { get; private set; }

    /// <summary>Events so far.</summary>
    public int Events { get; private set; }

    /// <inheritdoc />
    public long Version { get; private set; } = 1;

    /// <summary>Opens a track of a case; its first event is OPEN.</summary>
    internal static (Track Track, TrackEvent Opened) Open(Case found, string kind, int number, TrackFacts facts)
    {
        var track = new Track
        {
            Id = Guid.CreateVersion7(), CaseId = found.Id, StreetCode = found.StreetCode,
            DivisionCode = found.DivisionCode, Kind = kind, Number = number, OpenedOn = facts.On,
            State = TrackTable.StartOf(kind),
        };
        return (track, track.Write("OPEN", facts));
    }

    /// <summary>Something happened in it.</summary>
    /// <returns>
    /// The event, or: 409 outside the table; 422 MED-01 for a session after a refusal, a paper or a party that is
    /// missing.
    /// </returns>
    public Result<TrackEvent> Happen(string happened, TrackFacts facts)
    {
        if (TrackTable.Next(Kind, State, happened) is not { } next)
            return RefusedBy is not null && happened == "SESSION"
                ? DisputeErrors.NoMediationAgainstWill
                : DisputeErrors.NotNow(this, happened);
        if (facts.On < LastOn) return DisputeErrors.BeforeTheLast;
        if (TrackTable.OnPaper.Contains(happened) && Kind != TrackTable.Mediation && facts.DocumentHash is null
            && (Kind, happened) != (TrackTable.Litigation, "ACCEPT")) return DisputeErrors.PaperMissing;
        if (happened is "SESSION" && facts.Parties.Count < 2) return DisputeErrors.AttendanceMissing;
        if (happened is "REFUSE" && facts.Parties.Count != 1) return DisputeErrors.WhoRefuses;
        if (happened is "SETBACK" && facts.Code is null) return DisputeErrors.ReasonMissing;
        State = next;
        Sessions += happened == "SESSION" ? 1 : 0;
        Setbacks += happened is "SETBACK" or "RETEST_FAILED" ? 1 : 0;
        if (happened == "REFUSE") RefusedBy = facts.Parties[0];
        return Write(happened, facts);
    }

    private TrackEvent Write(string happened, TrackFacts facts)
    {
        (Events, ChangedAt, LastOn) = (Events + 1, facts.RecordedAt, facts.On);
        return new TrackEvent
        {
            Id = Guid.CreateVersion7(), TrackId = Id, CaseId = CaseId, StreetCode = StreetCode,
            DivisionCode = DivisionCode, Sequence = Events, Kind = happened, HappenedOn = facts.On,
            Parties = [.. facts.Parties], Code = facts.Code, DocumentHash = facts.DocumentHash,
            RecordedBy = facts.By, RecordedAt = facts.RecordedAt,
        };
    }
}

/// <summary>What an event of a track rests on.</summary>
/// <param name="By">Subject of who wrote it down.</param>
/// <param name="On">Civil day on which it happened.</param>
/// <param name="RecordedAt">By the system clock.</param>
/// <param name="Parties">Who took part, or who refused.</param>
/// <param name="Code">Reason or result, in a code of the office.</param>
/// <param name="DocumentHash">SHA-256 of the paper; the paper stays with the office.</param>
public sealed record TrackFacts(
    string By, DateOnly On, DateTimeOffset RecordedAt, IReadOnlyList<string> Parties, string? Code,
    string? DocumentHash);

/// <summary>Something that happened in a track. Only added, and sealed.</summary>
public sealed class TrackEvent : ITenantOwned
{
    public required Guid Id { get; init; }

    public required Guid TrackId { get; init; }

    public required Guid CaseId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>From 1, without gaps.</summary>
    public required int Sequence { get; init; }

    /// <summary>OPEN, or one of <see cref="TrackTable.Events"/>.</summary>
    public required string Kind { get; init; }

    public required DateOnly HappenedOn { get; init; }

    public required string[] Parties { get; init; }

    public string? Code { get; init; }

    public string? DocumentHash { get; init; }

    public required string RecordedBy { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>What was said in a dispute; ciphered, for those who mediate.</summary>
public sealed class DisputeNote : ITenantOwned
{
    /// <summary>Id of what it was said at.</summary>
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    public required byte[] Text { get; init; }
}

internal sealed class DisputeMapping :
    IEntityTypeConfiguration<Track>, IEntityTypeConfiguration<TrackEvent>, IEntityTypeConfiguration<DisputeNote>
{
    public void Configure(EntityTypeBuilder<Track> builder)
    {
        builder.ToTable("dispute_tracks");
        builder.Property(t => t.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<TrackEvent> builder)
    {
        builder.ToTable("track_events");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasOne<Track>().WithMany().HasForeignKey(e => e.TrackId);
    }

    public void Configure(EntityTypeBuilder<DisputeNote> builder)
    {
        builder.ToTable("dispute_notes");
        builder.Property(n => n.Id).ValueGeneratedNever();
    }
}

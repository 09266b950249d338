using CivicPlatform.Cases.Intake;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Cases.Handling;

/// <summary>One thing that was done with a case (办理记录). Only added, in order, and sealed; words stand apart.</summary>
public sealed record CaseMove : ITenantOwned
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>From 1, without gaps.</summary>
    public required int Sequence { get; init; }

    /// <summary>One of <see cref="MoveKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Civil instant of the office; never before the move before it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was written down, by the system clock.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Subject of who did it.</summary>
    public required string By { get; init; }

    /// <summary>Code of the department that it concerns.</summary>
    public string? Department { get; init; }

    /// <summary>Grade, reason, disposition, rung or result, as the kind has it.</summary>
    public string? Code { get; init; }

    /// <summary>How the reporter rated it; of a callback only.</summary>
    public string? Rating { get; init; }

    /// <summary>Whether the matter was resolved in fact (实际解决); of a callback only.</summary>
    public bool? Resolved { get; init; }

    /// <summary>
    /// Day that the kind names: a co-handler's, the target of a suspension, when the reporter was told.
    /// </summary>
    public DateOnly? Day { get; init; }

    /// <summary>Length of the time given, or added by an extension.</summary>
    public int? Count { get; init; }

    /// <summary>What it is counted in.</summary>
    public PeriodUnit? Unit { get; init; }

    /// <summary>The other case of a merge.</summary>
    public Guid? RefId { get; init; }

    /// <summary>When it happened, where that is another time than when it was told to the platform.</summary>
    public DateTimeOffset? HappenedAt { get; init; }

    internal Period Length => new(Count!.Value, Unit!.Value);

    internal sealed class Mapping : IEntityTypeConfiguration<CaseMove>, IEntityTypeConfiguration<CaseNote>
    {
        public void Configure(EntityTypeBuilder<CaseMove> builder)
        {
            builder.ToTable("case_moves");
            builder.Property(m => m.Id).ValueGeneratedNever();
            builder.Ignore(m => m.Length);
            builder.HasOne<Case>().WithMany().HasForeignKey(m => m.CaseId);
        }

        public void Configure(EntityTypeBuilder<CaseNote> builder)
        {
            builder.ToTable("case_notes");
            builder.Property(n => n.Id).ValueGeneratedNever();
            builder.HasOne<CaseMove>().WithOne().HasForeignKey<CaseNote>(n => n.Id);
        }
    }
}

/// <summary>What was written beside a move; ciphered, for people name themselves and others in it.</summary>
public sealed class CaseNote : ITenantOwned
{
    /// <summary>Id of the move.</summary>
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>Ciphered for this move.</summary>
    public required byte[] Text { get; init; }
}

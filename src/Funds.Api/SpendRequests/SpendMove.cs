using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Funds.SpendRequests;

/// <summary>One step of a spend request as it happened: who, when, on what paper. Only added, and sealed.</summary>
public sealed class SpendMove : ITenantOwned
{
    private SpendMove() { } // EF Core.

    public required Guid Id { get; init; }
    public required Guid RequestId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>From 1, without gaps.</summary>
    public required int Number { get; init; }
    public required SpendStep Step { get; init; }

    /// <summary>Null for the proposal.</summary>
    public required SpendStatus? FromStatus { get; init; }
    public required SpendStatus ToStatus { get; init; }
    public required string Actor { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Legal date of the office.</summary>
    public required DateOnly CivilOn { get; init; }

    /// <summary>SHA-256 of the paper behind it; the paper stays with the office.</summary>
    public string? DocumentHash { get; init; }

    /// <summary>Number or id that the step names: a motion, a decision, a file number, an authority.</summary>
    public string? Reference { get; init; }

    /// <summary>The office's own words; no person stands in them.</summary>
    public string? Note { get; init; }

    internal static SpendMove Of(
        SpendRequest request, SpendStep step, (SpendStatus? From, SpendStatus To) way, MoveFacts facts) => new()
        {
            Id = Guid.CreateVersion7(),
            RequestId = request.Id,
            StreetCode = request.StreetCode,
            DivisionCode = request.DivisionCode,
            Number = request.Moves,
            Step = step,
            FromStatus = way.From,
            ToStatus = way.To,
            Actor = facts.Actor,
            RecordedAt = facts.At,
            CivilOn = facts.On,
            DocumentHash = facts.DocumentHash,
            Reference = facts.Reference,
            Note = facts.Note,
        };
}

/// <summary>What a step rests on.</summary>
/// <param name="At">Record date, of the system clock.</param>
/// <param name="On">Legal date of the office.</param>
public sealed record MoveFacts(
    string Actor, DateTimeOffset At, DateOnly On, string? DocumentHash = null, string? Reference = null,
    string? Note = null);

internal sealed class SpendMoveMapping : IEntityTypeConfiguration<SpendMove>
{
    public void Configure(EntityTypeBuilder<SpendMove> builder)
    {
        builder.ToTable("spend_request_moves");
        builder.Property(move => move.Id).ValueGeneratedNever();
        // So that a proposal is written before its first fact.
        builder.HasOne<SpendRequest>().WithMany().HasForeignKey(move => move.RequestId);
    }
}

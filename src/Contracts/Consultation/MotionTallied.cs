namespace CivicPlatform.Contracts.Consultation;

/// <summary>A motion was counted (VOTE-01, VOTE-02). Starts nothing: only DecisionEffective does (EVT-01).</summary>
public sealed record MotionTallied : IIntegrationEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required Guid AggregateId { get; init; }

    /// <inheritdoc />
    public required long AggregateVersion { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required string StreetCode { get; init; }

    /// <inheritdoc />
    public Guid? CaseId { get; init; }

    /// <summary>Estate of the roll.</summary>
    public required Guid EstateId { get; init; }

    /// <summary>M1 to M9 or UNANIMOUS.</summary>
    public required string MatterCode { get; init; }

    /// <summary>PASSED, FAILED_QUORUM, FAILED_APPROVAL, MANUAL_REVIEW, READY or BLOCKED.</summary>
    public required string Outcome { get; init; }

    /// <summary>m².</summary>
    public required decimal ParticipatingArea { get; init; }

    /// <summary>Heads that took part.</summary>
    public required int ParticipatingHeads { get; init; }

    /// <summary>m².</summary>
    public required decimal ForArea { get; init; }

    /// <summary>Heads in favour.</summary>
    public required int ForHeads { get; init; }

    /// <summary>m² of the roll.</summary>
    public required decimal TotalArea { get; init; }

    /// <summary>Heads of the roll.</summary>
    public required int TotalHeads { get; init; }
}

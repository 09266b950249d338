namespace CivicPlatform.Contracts.Consultation;

/// <summary>
/// A decision was revoked (PUB-04): what is unpaid freezes, nothing paid is reversed. The aggregate is the
/// motion.
/// </summary>
public sealed record DecisionRevoked : IIntegrationEvent
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

    /// <summary>The decision.</summary>
    public required Guid DecisionId { get; init; }

    /// <summary>Estate of the roll.</summary>
    public required Guid EstateId { get; init; }

    /// <summary>REVOKED_ADMIN or REVOKED_COURT.</summary>
    public required string Ground { get; init; }
}

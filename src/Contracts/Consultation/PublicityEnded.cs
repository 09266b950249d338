namespace CivicPlatform.Contracts.Consultation;

/// <summary>A publicity period ended; the aggregate is the motion.</summary>
public sealed record PublicityEnded : IIntegrationEvent
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

    /// <summary>True when an open objection blocks the decision (PUB-03).</summary>
    public required bool Blocked { get; init; }
}

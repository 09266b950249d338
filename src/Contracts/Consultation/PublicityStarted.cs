namespace CivicPlatform.Contracts.Consultation;

/// <summary>A result was posted (公示) and its period runs (PUB-01); the aggregate is the motion.</summary>
public sealed record PublicityStarted : IIntegrationEvent
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

    /// <summary>End of the last day (TIME-01).</summary>
    public required DateTimeOffset EndsAt { get; init; }
}

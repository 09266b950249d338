namespace CivicPlatform.Contracts.Registry;

/// <summary>
/// Development only: the civil clock of the street office moved forward. The aggregate is the clock, its version
/// grows with every move; older versions are dropped.
/// </summary>
public sealed record CivilClockMoved : IIntegrationEvent
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

    /// <summary>Seconds by which the civil clock runs ahead of the system clock.</summary>
    public required long OffsetSeconds { get; init; }
}

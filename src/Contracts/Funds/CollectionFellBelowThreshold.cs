namespace CivicPlatform.Contracts.Funds;

/// <summary>
/// A refund took a building back under its trigger; works that started go on (RAISE-03, R-02). The aggregate is
/// the campaign.
/// </summary>
public sealed record CollectionFellBelowThreshold : IIntegrationEvent
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

    /// <summary>Estate.</summary>
    public required Guid EstateId { get; init; }

    /// <summary>Building code.</summary>
    public required string Building { get; init; }

    /// <summary>Yuan collected now.</summary>
    public required decimal Collected { get; init; }

    /// <summary>Yuan receivable.</summary>
    public required decimal Receivable { get; init; }
}

namespace CivicPlatform.Contracts.Funds;

/// <summary>A self-raised collection opened (RAISE-01); the aggregate is the campaign.</summary>
public sealed record CampaignOpened : IIntegrationEvent
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

    /// <summary>The decision it rests on.</summary>
    public required Guid DecisionId { get; init; }

    /// <summary>The mirrored dedicated account.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>Yuan per m².</summary>
    public required decimal UnitPrice { get; init; }
}

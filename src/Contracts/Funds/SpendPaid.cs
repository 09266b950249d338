namespace CivicPlatform.Contracts.Funds;

/// <summary>A contractor was paid from the dedicated account; the aggregate is the campaign.</summary>
public sealed record SpendPaid : IIntegrationEvent
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

    /// <summary>Building charged.</summary>
    public required string Building { get; init; }

    /// <summary>Yuan.</summary>
    public required decimal Amount { get; init; }
}

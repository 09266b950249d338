namespace CivicPlatform.Contracts.Funds;

/// <summary>
/// Bank lines were matched to bills of one building; the aggregate is the campaign. Totals only, no room.
/// </summary>
public sealed record PaymentMatched : IIntegrationEvent
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

    /// <summary>Net amount matched in yuan; negative for refunds.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Bank lines in the batch.</summary>
    public required int Lines { get; init; }

    /// <summary>Collected of the building after the batch.</summary>
    public required decimal Collected { get; init; }

    /// <summary>Fully paid bills of the building after the batch.</summary>
    public required int HouseholdsPaid { get; init; }
}

namespace CivicPlatform.Contracts.Registry;

/// <summary>The holders or the sale status of one exclusive part changed; the aggregate is the unit.</summary>
public sealed record OwnershipTransferred : IIntegrationEvent
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

    /// <summary>Estate of the unit.</summary>
    public required Guid EstateId { get; init; }

    /// <summary>The new holders, sorted.</summary>
    public required IReadOnlyList<string> OwnerRefs { get; init; }

    /// <summary>SOLD, UNSOLD or SOLD_NOT_DELIVERED.</summary>
    public required string SaleStatus { get; init; }

    /// <summary>Civil date of the change.</summary>
    public required DateOnly TransferredOn { get; init; }
}

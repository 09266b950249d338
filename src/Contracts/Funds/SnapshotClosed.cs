namespace CivicPlatform.Contracts.Funds;

/// <summary>The daily page of one building was closed (RAISE-10); the aggregate is the campaign.</summary>
public sealed record SnapshotClosed : IIntegrationEvent
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

    /// <summary>Civil day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>1, or more for a correction.</summary>
    public required int Version { get; init; }

    /// <summary>Yuan.</summary>
    public required decimal Receivable { get; init; }

    /// <summary>Yuan.</summary>
    public required decimal Collected { get; init; }

    /// <summary>Bills.</summary>
    public required int Households { get; init; }

    /// <summary>Fully paid bills.</summary>
    public required int HouseholdsPaid { get; init; }
}

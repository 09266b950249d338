namespace CivicPlatform.Contracts.Funds;

/// <summary>
/// The property company advanced money straight to the contractor (RAISE-06); the aggregate is the campaign.
/// </summary>
public sealed record AdvanceRecorded : IIntegrationEvent
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

    /// <summary>The advance.</summary>
    public required Guid AdvanceId { get; init; }

    /// <summary>Yuan.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Buildings in which one lift each is repaired with it.</summary>
    public required IReadOnlyList<string> Buildings { get; init; }
}

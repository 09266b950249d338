namespace CivicPlatform.Contracts.Funds;

/// <summary>
/// Balances of a maintenance fund fell below the share at which they must be renewed (FUND-10). The aggregate is the
/// account; which parts they are stands in no event.
/// </summary>
public sealed record RenewalDue : IIntegrationEvent
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

    /// <summary>Estate of the fund.</summary>
    public required Guid EstateId { get; init; }

    /// <summary>How many exclusive parts newly need a renewal.</summary>
    public required int Units { get; init; }
}

namespace CivicPlatform.Contracts.Funds;

/// <summary>
/// Part of an advance was repaid from a building's collection (RAISE-06); the aggregate is the campaign.
/// </summary>
public sealed record AdvanceRepaid : IIntegrationEvent
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

    /// <summary>Building charged.</summary>
    public required string Building { get; init; }

    /// <summary>Yuan.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Yuan still owed.</summary>
    public required decimal Outstanding { get; init; }
}

namespace CivicPlatform.Contracts.Funds;

/// <summary>
/// Households of a campaign that have not paid are to be reminded (RAISE-09). The aggregate is the campaign; which
/// households they are stands in no event.
/// </summary>
public sealed record ReminderDue : IIntegrationEvent
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

    /// <summary>Step of the ladder, from 1.</summary>
    public required int Level { get; init; }

    /// <summary>MESSAGE, privately; or VISIT, by the community.</summary>
    public required string Step { get; init; }

    /// <summary>How many households.</summary>
    public required int Households { get; init; }
}

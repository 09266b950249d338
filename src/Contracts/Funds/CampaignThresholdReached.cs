namespace CivicPlatform.Contracts.Funds;

/// <summary>A building reached its trigger (RAISE-03), once for ever; the aggregate is the campaign.</summary>
public sealed record CampaignThresholdReached : IIntegrationEvent
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

    /// <summary>Yuan collected at that moment.</summary>
    public required decimal Collected { get; init; }

    /// <summary>Yuan receivable.</summary>
    public required decimal Receivable { get; init; }

    /// <summary>The bank line that crossed it.</summary>
    public required string BankSerial { get; init; }

    /// <summary>When the bank booked that line.</summary>
    public required DateTimeOffset BookedAt { get; init; }
}

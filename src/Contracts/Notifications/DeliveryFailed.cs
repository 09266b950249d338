namespace CivicPlatform.Contracts.Notifications;

/// <summary>A message could not be delivered after all tries; the aggregate is the message.</summary>
public sealed record DeliveryFailed : IIntegrationEvent
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

    /// <summary>The notice.</summary>
    public required Guid NoticeId { get; init; }

    /// <summary>EMAIL or WEBHOOK.</summary>
    public required string Channel { get; init; }

    /// <summary>Code of the last failure.</summary>
    public required string Reason { get; init; }
}

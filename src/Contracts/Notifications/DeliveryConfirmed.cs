namespace CivicPlatform.Contracts.Notifications;

/// <summary>A message is proven to have arrived (EVT-03); the aggregate is the message.</summary>
public sealed record DeliveryConfirmed : IIntegrationEvent
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
}

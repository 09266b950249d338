namespace CivicPlatform.Notifications.Deliveries;

/// <summary>One line of the delivery log: a try and what came of it. Appended, never changed.</summary>
public sealed class DeliveryAttempt : ITenantOwned
{
    public required Guid Id { get; init; }
    public required Guid DeliveryId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>From 1; starts again after a resend by hand.</summary>
    public required int Number { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required int DurationMs { get; init; }

    /// <summary>See <see cref="SendOutcome.Code"/>.</summary>
    public required string Outcome { get; init; }
}

using CivicPlatform.Notifications.Notices;

namespace CivicPlatform.Notifications.Deliveries;

/// <summary>Sends a notice to one subscription. A failure of the far side is an outcome, never a throw.</summary>
public interface IDeliveryChannel
{
    Channel Channel { get; }

    /// <summary>Bounded by the channel's own time-out.</summary>
    Task<SendOutcome> SendAsync(Delivery delivery, Notice notice, CancellationToken ct);
}

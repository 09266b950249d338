using CivicPlatform.Notifications.Email;
using Microsoft.Extensions.Options;

namespace CivicPlatform.Notifications.Deliveries;

/// <summary>Says which channels this installation has.</summary>
public sealed class DeliveryGate(IOptions<SmtpOptions> smtp)
{
    /// <summary>Why nothing may go out by this channel; null when it may.</summary>
    public string? Refusal(Channel channel) =>
        channel is Channel.EMAIL && !smtp.Value.IsConfigured ? "email.not_configured" : null;
}

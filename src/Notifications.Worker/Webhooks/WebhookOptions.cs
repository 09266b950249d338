using System.ComponentModel.DataAnnotations;
using System.Net;

namespace CivicPlatform.Notifications.Webhooks;

/// <summary>Section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions : IValidatableObject
{
    /// <summary>Whole try: name resolution, connect, TLS, request and status line.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Networks that are called although they are not public, as CIDR: loopback in Development, or the
    /// city's own network where its systems receive.</summary>
    public IList<string> AllowedNetworks { get; } = [];

    /// <summary>Plain <c>http</c> receivers; for Development only.</summary>
    public bool AllowPlainHttp { get; set; }

    public ReceiverGuard Guard() => new([.. AllowedNetworks.Select(IPNetwork.Parse)]);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var network in AllowedNetworks.Where(text => !IPNetwork.TryParse(text, out _)))
            yield return new ValidationResult($"Webhooks:AllowedNetworks: '{network}' is not a CIDR network.");
    }
}

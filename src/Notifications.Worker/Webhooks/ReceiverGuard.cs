using System.Net;
using System.Net.Sockets;

namespace CivicPlatform.Notifications.Webhooks;

/// <summary>Which addresses a webhook may go to (SSRF): the public internet, and networks named in options.</summary>
/// <remarks>
/// Asked at connect time with the address that is dialled, so a name that resolves to another address after the
/// subscription was made (DNS rebinding) is refused too. Decision 0061 lists the sources of the ranges.
/// </remarks>
public sealed class ReceiverGuard(IReadOnlyCollection<IPNetwork> allowedNetworks)
{
    // Special-purpose blocks that are not globally reachable (IANA registries, RFC 6890).
    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalUnicast6 = IPNetwork.Parse("2000::/3");

    /// <summary>True when a connection to this address may be opened.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (allowedNetworks.Any(network => network.Contains(plain))) return true;
        if (Closed.Any(network => network.Contains(plain))) return false;
        return plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => true,
            AddressFamily.InterNetworkV6 => GlobalUnicast6.Contains(plain),
            _ => false,
        };
    }
}

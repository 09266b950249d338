using System.Net;
using System.Net.Sockets;

namespace CivicPlatform.Notifications.Webhooks;

/// <summary>The connection under every webhook.</summary>
public static class WebhookHandlers
{
    /// <summary>No proxy and no redirect: both would let a receiver choose an address that was not checked.</summary>
    public static SocketsHttpHandler Create(ReceiverGuard guard) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // A moved name is found again, and checked again.
        MaxConnectionsPerServer = 8,
        MaxResponseHeadersLength = 16, // KB
        MaxResponseDrainSize = 0,      // The body of an answer is nobody's business: never read.
        ConnectCallback = (context, ct) => ConnectAsync(guard, context.DnsEndPoint, ct),
    };

    private static async ValueTask<Stream> ConnectAsync(ReceiverGuard guard, DnsEndPoint receiver, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(receiver.Host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(receiver.Host, ct);
        var open = Array.FindAll(addresses, guard.Allows);
        if (open.Length == 0) throw new ReceiverRefusedException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, receiver.Port, ct); // The checked addresses, not the name again.
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

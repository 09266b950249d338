using System.Net;
using System.Net.Sockets;

namespace CivicPlatform.AppHost;

/// <summary>Finds ports on loopback.</summary>
public static class LocalPorts
{
    // Below the range from which the system takes the ports of outgoing connections: nobody gets one by chance.
    private const int First = 20000;
    private const int Last = 32000;
    private const int Tries = 200;

    /// <summary>A port that nobody listens on.</summary>
    /// <exception cref="DistributedApplicationException">None was found.</exception>
    public static int Free()
    {
        for (var i = 0; i < Tries; i++)
        {
            var port = Random.Shared.Next(First, Last);
            if (IsFree(port)) return port;
        }

        throw new DistributedApplicationException($"No free port was found between {First} and {Last}.");
    }

    /// <summary>Whether both loopback addresses can be listened on.</summary>
    public static bool IsFree(int port) =>
        CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static bool CanListen(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // A server of the last run may have left connections behind that only wait for their time to pass.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return true;
        }
        catch (SocketException e)
        {
            // A machine without IPv6 on loopback has nobody who could listen there.
            return e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CivicPlatform.Faults.Tests.Crowds;

/// <summary>A client that does not behave: it writes bytes as it likes and looks at what comes back.</summary>
public sealed class RawClient : IDisposable
{
    private readonly TcpClient _socket = new() { NoDelay = true };

    /// <summary>Connects to the gateway and says nothing.</summary>
    public static async Task<RawClient> ConnectAsync(Uri api)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync("127.0.0.1", api.Port);
        return client;
    }

    /// <summary>Head of a POST; the caller sends the body, or not.</summary>
    public static byte[] Head(string path, string token, string mediaType, string length) => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: localhost\r\n" +
            $"Authorization: Bearer {token}\r\nContent-Type: {mediaType}\r\n" +
            $"Idempotency-Key: {Guid.NewGuid()}\r\n{length}\r\n\r\n"));

    /// <summary>Sends, as long as the other side takes it, and gives the status that came back; 0 for none.</summary>
    /// <param name="chunks">What to send, one after the other.</param>
    /// <param name="pause">Between two chunks.</param>
    /// <param name="bound">After which it is a hang.</param>
    public async Task<(int Status, TimeSpan Took)> TalkAsync(IEnumerable<byte[]> chunks, TimeSpan pause, TimeSpan bound)
    {
        var watch = Stopwatch.StartNew();
        using var timeout = new CancellationTokenSource(bound);
        var reading = ReadStatusAsync(timeout.Token);
        try
        {
            foreach (var chunk in chunks)
            {
                if (reading.IsCompleted) break;
                await _socket.GetStream().WriteAsync(chunk, timeout.Token);
                if (pause > TimeSpan.Zero) await Task.WhenAny(reading, Task.Delay(pause, timeout.Token));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // It does not listen any more; what it said before that is what counts.
        }
        return (await reading, watch.Elapsed);
    }

    private async Task<int> ReadStatusAsync(CancellationToken ct)
    {
        var (buffer, read) = (new byte[64], 0);
        try
        {
            while (read < 12)
            {
                var count = await _socket.GetStream().ReadAsync(buffer.AsMemory(read), ct);
                if (count == 0) return 0;
                read += count;
            }
            return int.Parse(Encoding.ASCII.GetString(buffer, 9, 3), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return 0;
        }
        catch (OperationCanceledException)
        {
            return -1;
        }
    }

    public void Dispose() => _socket.Dispose();
}

using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>Watches DCP's objects, and starts anew when a watch ends, fails or gets old.</summary>
internal sealed class DcpWatcher(DcpClient dcp, ILogger logger)
{
    // A watch can go silent without an error: official hosts renew it as often.
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Hands every change to the observer until cancelled; a renewed watch repeats what exists.</summary>
    public void Start<T>(Action<WatchEvent<T>> observe, CancellationToken ct)
        where T : DcpObject => _ = RunAsync(observe, ct);

    private async Task RunAsync<T>(Action<WatchEvent<T>> observe, CancellationToken ct)
        where T : DcpObject
    {
        while (!ct.IsCancellationRequested)
        {
            using var renewal = CancellationTokenSource.CreateLinkedTokenSource(ct);
            renewal.CancelAfter(Renewal);
            try
            {
                await foreach (var change in dcp.WatchAsync<T>(renewal.Token)) observe(change);
            }
            catch (OperationCanceledException)
            {
                continue; // Renewed, or the application stops.
            }
            catch (Exception e) when (e is HttpRequestException or IOException or System.Text.Json.JsonException)
            {
                logger.LogWarning("The watch on DCP's {Kind}s broke: {Reason}", typeof(T).Name, e.Message);
            }

            await Task.Delay(RetryDelay, CancellationToken.None);
        }
    }
}

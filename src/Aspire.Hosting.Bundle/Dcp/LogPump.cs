namespace Aspire.Hosting.Dcp;

/// <summary>Copies what a process writes into the log of the application host, which survives restarts.</summary>
internal sealed class LogPump(ResourceLoggerService logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private string? followed;

    /// <summary>Starts to copy, once for each process.</summary>
    public void Follow(string instanceId, string uid, DcpClient dcp, CancellationToken ct)
    {
        if (Interlocked.Exchange(ref followed, uid) == uid) return;
        _ = CopyAsync(instanceId, "stdout", dcp, ct);
        _ = CopyAsync(instanceId, "stderr", dcp, ct);
        _ = CopyAsync(instanceId, "system", dcp, ct);
    }

    private async Task CopyAsync(string instanceId, string source, DcpClient dcp, CancellationToken ct)
    {
        var read = 0;
        for (var attempt = 0; attempt < 3 && !ct.IsCancellationRequested; attempt++)
        {
            try
            {
                await foreach (var line in dcp.FollowLogAsync(instanceId, source, ct).Skip(read).WithCancellation(ct))
                {
                    read++;
                    // Of DCP's own notes only the errors are news for the reader of a console.
                    var isNews = source != "system" || line.Contains("\terror\t", StringComparison.Ordinal);
                    if (isNews) logger.Append(instanceId, line, isError: source != "stdout");
                }

                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                await Task.Delay(RetryDelay, CancellationToken.None);
            }
        }
    }
}

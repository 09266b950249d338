using System.Diagnostics;
using CivicPlatform.Cli;
using RabbitMQ.Client;

namespace CivicPlatform.Bench;

/// <summary>
/// Stops the broker's processes for a few seconds: relays and consumers wait, and a write is measured alone, beside a
/// floor that does not relay either. Shorter than any time-out of a connection.
/// </summary>
internal static class HeldBroker
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    // Who hears of a new case.
    private static readonly string[] Queues = ["cases-record-timeline", "notifications-tell-case-registered"];

    /// <summary>Runs the load under a held broker; returns when nothing waits for its effect any more.</summary>
    public static async Task<LoadResult> RunAsync(
        RunningPlatform platform, Func<Task<LoadResult>> load, CancellationToken ct)
    {
        var family = MemoryReport.FamilyOf(platform.ProcessOf("rabbitmq"));
        await SignalAsync("-STOP", family, ct);
        LoadResult result;
        try
        {
            result = await load();
        }
        finally
        {
            await SignalAsync("-CONT", family, CancellationToken.None);
        }
        await DrainedAsync(platform, ct);
        return result;
    }

    /// <summary>Returns when every case has reached its consumers, so that the next load starts alone.</summary>
    public static async Task DrainedAsync(RunningPlatform platform, CancellationToken ct)
    {
        var factory = new ConnectionFactory { Uri = new Uri(platform.Broker) };
        await using var connection = await factory.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Bound; await Task.Delay(500, ct))
        {
            var waiting = await platform.QueryAsync<bool>("cases", "select exists (select from platform.outbox)", ct)
                ? 1u : 0u;
            foreach (var queue in Queues) waiting += await channel.MessageCountAsync(queue, ct);
            if (waiting == 0) return;
        }
        throw new CivicException($"cases still wait for their consumers after {Bound}");
    }

    private static Task SignalAsync(string signal, IReadOnlyList<int> processes, CancellationToken ct) =>
        Programs.RunAsync("kill", [signal, .. processes.Select(p => $"{p}")], new Dictionary<string, string>(), ct);
}

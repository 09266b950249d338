using System.Collections.Concurrent;
using System.Diagnostics;
using MassTransit;

namespace CivicPlatform.Bench;

/// <summary>The same through MassTransit: publish with confirm and consume over a quorum queue, no database.</summary>
/// <remarks>What the services could reach at best with the library that they use.</remarks>
internal static class MassTransitFloor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Milliseconds from publishing to the consumer at that rate, sorted.</summary>
    public static async Task<double[]> RunAsync(
        RunningPlatform platform, int perSecond, TimeSpan length, CancellationToken ct)
    {
        var found = new ConcurrentQueue<double>();
        var bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(new Uri(platform.Broker));
            rabbit.ReceiveEndpoint($"bench-{Guid.NewGuid():N}", queue =>
            {
                queue.SetQuorumQueue();
                queue.SetQueueArgument("x-expires", 60_000); // Gone by itself once the bench is.
                queue.PrefetchCount = 64;
                queue.Handler<FloorMessage>(context =>
                {
                    found.Enqueue(Stopwatch.GetElapsedTime(context.Message.SentAt).TotalMilliseconds);
                    return Task.CompletedTask;
                });
            });
        });
        await bus.StartAsync(ct);
        try
        {
            var sent = await OpenLoop.SendAsync(perSecond, length, () => PublishAsync(bus, ct), ct);
            for (var watch = Stopwatch.StartNew(); found.Count < sent.Length && watch.Elapsed < Patience;)
                await Task.Delay(TimeSpan.FromMilliseconds(2), ct);
            return [.. found.Order()];
        }
        finally
        {
            await bus.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> PublishAsync(IBusControl bus, CancellationToken ct)
    {
        await bus.Publish(new FloorMessage(Stopwatch.GetTimestamp(), new string('x', 400)), ct);
        return true;
    }
}

/// <summary>About as long as an event of ours.</summary>
/// <param name="SentAt">Time stamp of this process.</param>
/// <param name="Padding">Fills it up.</param>
public sealed record FloorMessage(long SentAt, string Padding);

using System.Collections.Concurrent;
using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace CivicPlatform.Bench;

/// <summary>The floor of the messaging: RabbitMQ.Client publishes with confirms and consumes, no database.</summary>
internal static class RawMessages
{
    private const int BodyBytes = 400;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2), Patience = TimeSpan.FromSeconds(10);

    /// <summary>Milliseconds from publishing to the consumer's callback at that rate, sorted.</summary>
    public static async Task<double[]> RunAsync(
        RunningPlatform platform, int perSecond, TimeSpan length, CancellationToken ct)
    {
        var factory = new ConnectionFactory { Uri = new Uri(platform.Broker) };
        await using var connection = await factory.CreateConnectionAsync(ct);
        var confirms = new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true,
            outstandingPublisherConfirmationsRateLimiter: null);
        await using var sender = await connection.CreateChannelAsync(confirms, ct);
        await using var receiver = await connection.CreateChannelAsync(cancellationToken: ct);
        var queue = await DeclareAsync(sender, ct);
        try
        {
            var found = new ConcurrentQueue<double>();
            await ConsumeAsync(receiver, queue, found, ct);
            var sent = await OpenLoop.SendAsync(perSecond, length, () => PublishAsync(sender, queue, ct), ct);
            for (var watch = Stopwatch.StartNew(); found.Count < sent.Length && watch.Elapsed < Patience;)
                await Task.Delay(Tick, ct);
            return [.. found.Order()];
        }
        finally
        {
            await sender.QueueDeleteAsync(queue, cancellationToken: CancellationToken.None);
        }
    }

    /// <summary>A quorum queue of the bench alone, as the services' queues are; its name comes back.</summary>
    internal static async Task<string> DeclareAsync(IChannel channel, CancellationToken ct)
    {
        var queue = $"bench-{Guid.NewGuid():N}";
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: ct);
        return queue;
    }

    private static async Task ConsumeAsync(
        IChannel channel, string queue, ConcurrentQueue<double> found, CancellationToken ct)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            var sentAt = BitConverter.ToInt64(message.Body.Span);
            found.Enqueue(Stopwatch.GetElapsedTime(sentAt).TotalMilliseconds);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false, ct);
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, ct);
    }

    private static async Task<bool> PublishAsync(IChannel channel, string queue, CancellationToken ct)
    {
        var body = new byte[BodyBytes];
        BitConverter.TryWriteBytes(body, Stopwatch.GetTimestamp());
        await channel.BasicPublishAsync("", queue, body, ct);
        return true;
    }
}

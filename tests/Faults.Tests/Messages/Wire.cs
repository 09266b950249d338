using CivicPlatform.Contracts;
using CivicPlatform.Faults.Tests.Suite;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace CivicPlatform.Faults.Tests.Messages;

/// <summary>A message as it was on the wire.</summary>
/// <param name="Exchange">The exchange of its type.</param>
public sealed record Envelope(string Exchange, IReadOnlyBasicProperties Properties, byte[] Body);

/// <summary>The broker from outside: hears every event, sends any bytes, counts queues.</summary>
public sealed class Wire : IAsyncDisposable
{
    private const string Ear = "fault-suite-ear";
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private Wire(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public static async Task<Wire> ConnectAsync(FaultContext context)
    {
        var factory = new ConnectionFactory { Uri = new Uri(context.Platform.BrokerUrl) };
        var connection = await factory.CreateConnectionAsync();
        return new Wire(connection, await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)));
    }

    /// <summary>From now on every event is also kept in a queue of ours.</summary>
    public async Task ListenAsync()
    {
        await _channel.QueueDeclareAsync(Ear, durable: false, exclusive: true, autoDelete: true);
        foreach (var type in typeof(IIntegrationEvent).Assembly.GetExportedTypes()
            .Where(t => t.IsClass && t.IsAssignableTo(typeof(IIntegrationEvent))))
        {
            var exchange = $"{type.Namespace}:{type.Name}";
            if (await ExistsAsync(exchange)) await _channel.QueueBindAsync(Ear, exchange, "");
        }
    }

    /// <summary>What came since; each with the exchange that it went to.</summary>
    public async Task<List<Envelope>> HeardAsync()
    {
        var heard = new List<Envelope>();
        while (await _channel.BasicGetAsync(Ear, autoAck: true) is { } message)
        {
            heard.Add(new Envelope(message.Exchange, message.BasicProperties, message.Body.ToArray()));
        }
        return heard;
    }

    /// <summary>Sends it again as it was; returns when the broker has it.</summary>
    public Task SendAsync(Envelope envelope) => _channel.BasicPublishAsync(
        envelope.Exchange, "", mandatory: false, new BasicProperties(envelope.Properties), envelope.Body).AsTask();

    /// <summary>Puts bytes into a queue past every exchange.</summary>
    public Task PutAsync(string queue, byte[] body, string? contentType = null) => _channel.BasicPublishAsync(
        "", queue, mandatory: true,
        new BasicProperties { ContentType = contentType, DeliveryMode = DeliveryModes.Persistent }, body).AsTask();

    /// <summary>Messages that wait in a queue; 0 when there is no such queue.</summary>
    public async Task<uint> CountAsync(string queue)
    {
        await using var channel = await _connection.CreateChannelAsync();
        try
        {
            return await channel.MessageCountAsync(queue);
        }
        catch (OperationInterruptedException)
        {
            return 0;
        }
    }

    /// <summary>Takes everything out of a queue.</summary>
    public Task PurgeAsync(string queue) => _channel.QueuePurgeAsync(queue);

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task<bool> ExistsAsync(string exchange)
    {
        await using var channel = await _connection.CreateChannelAsync();
        try
        {
            await channel.ExchangeDeclarePassiveAsync(exchange);
            return true;
        }
        catch (OperationInterruptedException)
        {
            return false; // Nobody has sent or awaited this type yet.
        }
    }
}

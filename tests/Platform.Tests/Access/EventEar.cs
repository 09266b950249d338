using System.Collections.Concurrent;
using System.Text;
using CivicPlatform.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>Hears every event of the platform on the broker, headers and all; keeps what names people.</summary>
public sealed class EventEar : IAsyncDisposable
{
    private const int MaxFound = 50;
    private readonly IConnection _connection;
    private readonly ConcurrentQueue<string> _found = new();
    private readonly ConcurrentDictionary<string, int> _heard = new();

    private EventEar(IConnection connection) => _connection = connection;

    /// <summary>Events that named somebody.</summary>
    public IReadOnlyCollection<string> Found => _found;

    /// <summary>How many events came, by type.</summary>
    public IReadOnlyDictionary<string, int> Heard => _heard;

    public static async Task<EventEar> ListenAsync(string broker)
    {
        var ear = new EventEar(await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync());
        var channel = await ear._connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true)).QueueName;
        foreach (var type in typeof(IIntegrationEvent).Assembly.GetExportedTypes()
            .Where(t => t.IsClass && t.IsAssignableTo(typeof(IIntegrationEvent))))
        {
            // As MassTransit declares it, whoever comes first.
            var exchange = $"{type.Namespace}:{type.Name}";
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await channel.QueueBindAsync(queue, exchange, "");
        }
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) => ear.TakeAsync(message);
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return ear;
    }

    private Task TakeAsync(BasicDeliverEventArgs message)
    {
        var headers = (message.BasicProperties.Headers ?? new Dictionary<string, object?>())
            .Select(h => $"{h.Key}={(h.Value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : h.Value)}");
        // A serializer may write a name as \u4e1a; unescaped it is found as well.
        var text = System.Text.RegularExpressions.Regex.Unescape(
            Encoding.UTF8.GetString(message.Body.Span).Replace("\\\"", "'", StringComparison.Ordinal));
        if (_found.Count < MaxFound && People.Named().IsMatch($"{text} {string.Join(' ', headers)}"))
            _found.Enqueue($"{message.Exchange}: {text}");
        _heard.AddOrUpdate(message.Exchange, 1, (_, count) => count + 1);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}

using CivicPlatform.Contracts;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.ServiceDefaults.Clocks;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Telemetry;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CivicPlatform.ServiceDefaults.Messaging;

/// <summary>The explicit list of what a service consumes: one line an event, no scanning.</summary>
public sealed class ConsumerList(string service)
{
    internal List<Registration> Registrations { get; } = [];

    /// <summary>Queue <c>service-handler</c>: two services never share one, two replicas do.</summary>
    /// <remarks>A handler of several events has one queue for all of them.</remarks>
    public ConsumerList Add<TEvent, THandler>()
        where TEvent : class, IIntegrationEvent
        where THandler : class, IEventHandler<TEvent> =>
        Add(typeof(THandler), typeof(InboxConsumer<TEvent, THandler>));

    /// <summary>The same for a handler that takes in one transaction what has arrived together.</summary>
    public ConsumerList AddGrouped<TEvent, THandler>()
        where TEvent : class, IIntegrationEvent
        where THandler : class, IEventBatchHandler<TEvent> =>
        Add(typeof(THandler), typeof(GroupedInboxConsumer<TEvent, THandler>),
            typeof(InboxConsumer<TEvent, THandler>), typeof(InboxGroup<TEvent, THandler>));

    private ConsumerList Add(Type handler, Type consumer, Type? single = null, Type? group = null)
    {
        var name = HouseConventions.SnakeCase(handler.Name.Replace("Handler", "", StringComparison.Ordinal));
        Registrations.Add(new Registration(handler, consumer, $"{service}-{name.Replace('_', '-')}", single, group));
        return this;
    }

    internal sealed record Registration(
        Type Handler, Type Consumer, string Queue, Type? Single = null, Type? Group = null);
}

/// <summary>MassTransit over RabbitMQ, kept behind the outbox and the inbox: nothing else knows it.</summary>
public static class MessagingExtensions
{
    private const int DeliveryLimit = 50;
    private const int Prefetch = 64;
    private const int Alone = 8;

    /// <summary>Relay, consumers, quorum queues with a delivery limit, and the metrics of both ends.</summary>
    public static void AddMessaging(this WebApplicationBuilder builder, Action<ConsumerList>? configure = null)
    {
        var consumers = new ConsumerList(builder.Services.ServiceName());
        if (builder.Environment.IsDevelopment()) consumers.Add<CivilClockMoved, MoveCivilClockHandler>();
        configure?.Invoke(consumers);

        foreach (var registration in consumers.Registrations)
        {
            builder.Services.AddScoped(registration.Handler);
            if (registration.Single is { } single) builder.Services.AddScoped(single);
            if (registration.Group is { } group) builder.Services.AddSingleton(group);
        }
        builder.Services.AddSingleton<MessagingMetrics>();
        builder.Services.AddHostedService<OutboxRelay>();
        builder.Services.AddHostedService<OutboxGauge>();
        builder.Services.AddMassTransit(bus =>
        {
            foreach (var registration in consumers.Registrations) bus.AddConsumer(registration.Consumer);
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(new Uri(builder.Configuration.GetConnectionString("rabbitmq")
                    ?? throw new InvalidOperationException("ConnectionStrings__rabbitmq is not set.")));
                rabbit.Publish<IIntegrationEvent>(topology => topology.Exclude = true);
                foreach (var queue in consumers.Registrations.GroupBy(r => r.Queue))
                    AddQueue(rabbit, context, queue);
            });
        });
        // A service that cannot reach the broker still serves requests: the outbox keeps the events.
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = false);
    }

    private static void AddQueue(
        IRabbitMqBusFactoryConfigurator rabbit, IBusRegistrationContext context,
        IGrouping<string, ConsumerList.Registration> consumers) =>
        rabbit.ReceiveEndpoint(consumers.Key, queue =>
        {
            var parked = $"{consumers.Key}_parked";
            queue.SetQuorumQueue();
            queue.SetQueueArgument("x-delivery-limit", DeliveryLimit);
            queue.SetQueueArgument("x-overflow", "reject-publish"); // At-least-once dead lettering asks for it.
            queue.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
            queue.BindDeadLetterQueue(parked, parked, dead => dead.SetQuorumQueue());
            // Alone each message needs a connection of the pool; together they need one.
            queue.PrefetchCount = Prefetch;
            queue.ConcurrentMessageLimit = consumers.All(c => c.Group is not null) ? Prefetch : Alone;
            // Only transient failures reach this: the database is away, and the message waits here, not in a loop.
            queue.UseMessageRetry(retry => retry.Exponential(
                60, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(500)));
            // No _error queue, which nobody would read: what still fails goes back to the broker, which delivers it
            // again up to the limit and then keeps it in the parked queue.
            queue.RethrowFaultedMessages();
            queue.ThrowOnSkippedMessages(); // No _skipped queue either: a type that nobody knows is parked like that.
            foreach (var consumer in consumers) queue.ConfigureConsumer(context, consumer.Consumer);
        });
}

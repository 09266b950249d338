using System.Collections.Concurrent;
using CivicPlatform.Contracts;
using CivicPlatform.Contracts.Funds;
using CivicPlatform.Contracts.Notifications;
using CivicPlatform.Notifications.Data;
using CivicPlatform.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPlatform.Notifications.Tests;

/// <summary>The service on real servers, in a hurry: three tries, 300 ms apart; time-outs of one second.</summary>
public sealed class NotificationsFixture : IAsyncLifetime
{
    private static int _streets = 110_101_000;
    private readonly ConcurrentQueue<IIntegrationEvent> _published = new();

    public MailServer Mail { get; } = new();

    public ServiceHost<NotificationsDbContext> Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await ServiceHost<NotificationsDbContext>.StartAsync(
            "notifications", [.. Fast, ("Smtp:Host", "127.0.0.1"), ("Smtp:Port", $"{Mail.Port}"),
                ("Smtp:From", "notice@street.example"), ("Smtp:StartTls", "false"), ("Smtp:Timeout", "00:00:01")]);
        var probe = Host.Services.GetRequiredService<IReceiveEndpointConnector>().ConnectReceiveEndpoint(
            "probe", (_, queue) =>
            {
                queue.Handler<DeliveryConfirmed>(c => { _published.Enqueue(c.Message); return Task.CompletedTask; });
                queue.Handler<DeliveryFailed>(c => { _published.Enqueue(c.Message); return Task.CompletedTask; });
            });
        await probe.Ready;
    }

    /// <summary>Settings that make days into moments.</summary>
    public static (string, string)[] Fast =>
    [
        ("Deliveries:Poll", "00:00:00.050"), ("Deliveries:Lease", "00:00:05"), ("Deliveries:Retry:Jitter", "0"),
        ("Deliveries:Retry:Delays:0", "00:00:00.300"), ("Deliveries:Retry:Delays:1", "00:00:00.300"),
        ("Webhooks:Timeout", "00:00:01"), ("Smtp:Timeout", "00:00:01"),
    ];

    /// <summary>A street office of the test's own.</summary>
    public static string NewStreet() => $"{Interlocked.Increment(ref _streets)}";

    public ApiClient Clerk(string street) => Host.As("street-clerk", street);

    /// <summary>Events that this service published.</summary>
    public IReadOnlyList<T> Published<T>() => [.. _published.OfType<T>()];

    /// <summary>Subscribes and returns the subscription's id and secret.</summary>
    public async Task<(Guid Id, string Secret)> SubscribeAsync(string street, string url, params string[] eventTypes)
    {
        var answer = await Clerk(street).PostAsync("/api/v1/webhook-subscriptions",
            new { streetCode = street, url, eventTypes = eventTypes.Length == 0 ? null : eventTypes });
        answer.Expect(System.Net.HttpStatusCode.Created);
        return (answer.Id, answer["secret"]);
    }

    /// <summary>An event that becomes a notice, told to this service as Funds would.</summary>
    public async Task<AdvanceRecorded> TellAsync(string street)
    {
        var told = new AdvanceRecorded
        {
            AggregateId = Guid.NewGuid(), AggregateVersion = 1, OccurredAt = DateTimeOffset.UtcNow, StreetCode = street,
            EstateId = Guid.NewGuid(), AdvanceId = Guid.NewGuid(), Amount = 420_000m, Buildings = ["1", "2", "3"],
        };
        await Host.PublishAsync(told);
        return told;
    }

    /// <summary>The office's only delivery as the list shows it, once it is in that state.</summary>
    public async Task<System.Text.Json.JsonElement> DeliveryAsync(string street, string state)
    {
        System.Text.Json.JsonElement item = default;
        await Eventually.Async(async () =>
        {
            var list = (await Clerk(street).GetAsync("/api/v1/deliveries")).Expect(System.Net.HttpStatusCode.OK);
            item = Assert.Single(list.Json.GetProperty("items").EnumerateArray());
            Assert.Equal(state, item.GetProperty("state").GetString());
        });
        return item;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Mail.DisposeAsync();
    }
}

using System.Net;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Messaging;
using CivicPlatform.ServiceDefaults.Tests.Sample;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace CivicPlatform.ServiceDefaults.Tests.Messaging;

public sealed class EventPathTests(SampleFixture fixture)
{
    private static Contracts.Cases.CaseRegistered NewEvent(Guid? id = null) => new()
    {
        EventId = id ?? Guid.CreateVersion7(), AggregateId = Guid.CreateVersion7(), AggregateVersion = 1,
        OccurredAt = DateTimeOffset.UtcNow, StreetCode = "110114009", Number = "n", DivisionCode = "110114009",
        Channel = "WINDOW", MatterCode = "X",
    };

    private Task<long> EffectsAsync(Guid eventId) =>
        fixture.Service.QueryAsync<long>($"select count(*) from effects where event_id = '{eventId}'");

    [Fact]
    public async Task a_committed_event_takes_effect_once()
    {
        var clerk = fixture.Service.As(Roles.StreetClerk, "110114009");
        var body = new { text = "event", divisionCode = "110114009901", amount = "1.00" };
        var before = await fixture.Service.QueryAsync<long>("select count(*) from effects");
        (await clerk.PostAsync("/api/v1/quick-notes", body)).Expect(HttpStatusCode.Created);

        await Eventually.Async(async () =>
            Assert.True(await fixture.Service.QueryAsync<long>("select count(*) from effects") > before));
    }

    [Fact]
    public async Task a_message_delivered_ten_times_at_once_takes_effect_once()
    {
        var message = NewEvent();
        var bus = fixture.Service.Services.GetRequiredService<IBus>();
        await Task.WhenAll(Enumerable.Range(0, 10)
            .Select(_ => bus.Publish(message, TestContext.Current.CancellationToken)));

        await Eventually.Async(async () => Assert.Equal(1L, await EffectsAsync(message.EventId)));
        var last = NewEvent();
        await bus.Publish(last, TestContext.Current.CancellationToken);
        await Eventually.Async(async () => Assert.Equal(1L, await EffectsAsync(last.EventId)));
        Assert.Equal(1L, await EffectsAsync(message.EventId));
    }

    [Fact]
    public async Task a_poison_message_is_parked_and_others_flow()
    {
        var bus = fixture.Service.Services.GetRequiredService<IBus>();
        await bus.Publish(NewEvent(CountEffectHandler.Poison), TestContext.Current.CancellationToken);
        var good = NewEvent();
        await bus.Publish(good, TestContext.Current.CancellationToken);

        await Eventually.Async(async () => Assert.Equal(1L, await EffectsAsync(good.EventId)));
        var operations = fixture.Service.As(Roles.Operations, "110114009");
        await Eventually.Async(async () => Assert.Contains(CountEffectHandler.Poison.ToString(),
            (await operations.GetAsync("/api/v1/operations/registry/parked-messages")).Text, StringComparison.Ordinal));
        var replay = $"/api/v1/operations/registry/parked-messages/{CountEffectHandler.Poison}/replay";
        (await operations.PostAsync(replay, new { }, null, ("X-Request-Id", "req-replay")))
            .Expect(HttpStatusCode.Accepted);
        Assert.Contains("u-1|parked-message.replay|110114009|registry-count-effect|req-replay|true",
            await fixture.Service.QueryAsync<string[]>(
                "select array_agg(concat_ws('|', actor, action, street_code, detail, request_id, " +
                "(at > now() - interval '1 minute')::text)) from platform.audit " +
                $"where subject_id = '{CountEffectHandler.Poison}'")); // Who, what, which queue, when.
        (await fixture.Service.As(Roles.StreetClerk, "110114009")
            .GetAsync("/api/v1/operations/registry/parked-messages"))
            .ExpectProblem(HttpStatusCode.Forbidden, "auth.wrong_role");
    }

    [Fact]
    public async Task a_server_without_space_parks_nothing()
    {
        await fixture.Service.Services.GetRequiredService<IBus>()
            .Publish(NewEvent(CountEffectHandler.NoSpace), TestContext.Current.CancellationToken);
        await Eventually.Async(async () => Assert.Equal(1L, await EffectsAsync(CountEffectHandler.NoSpace)));
        Assert.Equal(0L, await fixture.Service.QueryAsync<long>(
            $"select count(*) from platform.parked_messages where message_id = '{CountEffectHandler.NoSpace}'"));
    }

    [Fact]
    public async Task without_its_audit_row_nothing_is_replayed()
    {
        await using var broken = await SampleService.StartAsync();
        var message = NewEvent();
        await broken.QueryAsync<int>("revoke insert on platform.audit from registry_worker; " +
            "insert into platform.parked_messages (message_id, queue, type, payload, street_code, error) values " +
            $"('{message.EventId}', 'registry-count-effect', '{message.GetType().FullName}', " +
            $"'{OutboxMessage.Of(message).Payload}', '110114009', 'x'); select 1");
        var replayed = await broken.As(Roles.Operations, "110114009").PostAsync(
            $"/api/v1/operations/registry/parked-messages/{message.EventId}/replay", new { });
        replayed.Expect(HttpStatusCode.InternalServerError);
        Assert.Equal(0L, await broken.QueryAsync<long>(
            "select count(*) from platform.parked_messages where replayed_at is not null"));
        Assert.Equal(0L, await broken.QueryAsync<long>("select count(*) from effects"));
    }

    [Fact]
    public async Task an_unreadable_message_ends_in_the_parked_queue()
    {
        var ct = TestContext.Current.CancellationToken;
        var broker = fixture.Service.Services.GetRequiredService<IConfiguration>().GetConnectionString("rabbitmq")!;
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        await Eventually.Async(async () =>
            (await fixture.Service.WithToken(null).GetAsync("/health")).Expect(HttpStatusCode.OK));
        await channel.BasicPublishAsync("", "registry-count-effect", "{ no message"u8.ToArray(), ct);

        await Eventually.Async(async () => Assert.Equal(
            1u, await channel.MessageCountAsync("registry-count-effect_parked", ct)));
    }
}

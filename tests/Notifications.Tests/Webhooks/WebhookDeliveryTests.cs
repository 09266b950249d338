using System.Net;
using System.Text.Json;
using CivicPlatform.Contracts.Notifications;
using CivicPlatform.Testing;

namespace CivicPlatform.Notifications.Tests.Webhooks;

public sealed class WebhookDeliveryTests(NotificationsFixture fixture) : IClassFixture<NotificationsFixture>
{
    private readonly string _street = NotificationsFixture.NewStreet();

    [Fact]
    public async Task an_event_reaches_the_subscriber_as_a_signed_cloud_event_and_is_confirmed()
    {
        await using var receiver = await Receiver.StartAsync();
        var (_, secret) = await fixture.SubscribeAsync(_street, receiver.Url);

        var told = await fixture.TellAsync(_street);

        var delivery = await fixture.DeliveryAsync(_street, "CONFIRMED");
        var call = Assert.Single(receiver.Calls);
        Receiver.AssertSigned(call, secret);
        Assert.Equal("application/cloudevents+json; charset=utf-8", call.ContentType);
        using var body = JsonDocument.Parse(call.Body);
        Assert.Equal("1.0", body.RootElement.GetProperty("specversion").GetString());
        Assert.Equal("AdvanceRecorded", body.RootElement.GetProperty("type").GetString());
        Assert.Equal(told.EventId, body.RootElement.GetProperty("id").GetGuid());
        Assert.Contains("420,000.00 元", body.RootElement.GetProperty("data").GetProperty("title").GetString());
        Assert.Contains("1号楼、2号楼、3号楼", call.Text);
        var id = delivery.GetProperty("id").GetGuid();
        Assert.Equal($"msg_{id:N}", call.Id);
        await Eventually.Async(() =>
        {
            var confirmed = Assert.Single(fixture.Published<DeliveryConfirmed>(), e => e.StreetCode == _street);
            Assert.Equal((id, "WEBHOOK"), (confirmed.AggregateId, confirmed.Channel));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task is_tried_again_after_a_500_with_the_same_id_and_body()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (n, http) => Receiver.Status(http, n == 0 ? 500 : 200);
        var (_, secret) = await fixture.SubscribeAsync(_street, receiver.Url);

        await fixture.TellAsync(_street);

        var delivery = await fixture.DeliveryAsync(_street, "CONFIRMED");
        Assert.Equal(2, receiver.Calls.Count);
        Assert.Equal(receiver.Calls[0].Id, receiver.Calls[1].Id);
        Assert.Equal(receiver.Calls[0].Text, receiver.Calls[1].Text);
        Assert.All(receiver.Calls, call => Receiver.AssertSigned(call, secret));
        var log = await fixture.Clerk(_street).GetAsync($"/api/v1/deliveries/{delivery.GetProperty("id")}");
        Assert.Equal(
            ["webhook.confirmed", "webhook.status_500"],
            log.Json.GetProperty("attempts").EnumerateArray().Select(a => a.GetProperty("outcome").GetString()!));
    }

    [Fact]
    public async Task is_given_up_after_the_last_pause_and_says_so()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (_, http) => Receiver.Status(http, 500);
        await fixture.SubscribeAsync(_street, receiver.Url);

        await fixture.TellAsync(_street);

        var delivery = await fixture.DeliveryAsync(_street, "FAILED");
        Assert.Equal("webhook.status_500", delivery.GetProperty("lastOutcome").GetString());
        await Eventually.Async(() =>
        {
            var failed = Assert.Single(fixture.Published<DeliveryFailed>(), e => e.StreetCode == _street);
            Assert.Equal("webhook.status_500", failed.Reason);
            return Task.CompletedTask;
        });
        Assert.Equal(3, receiver.Calls.Count); // Two pauses make three tries, and no fourth.
    }

    [Fact]
    public async Task a_410_ends_the_subscription()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (_, http) => Receiver.Status(http, 410);
        await fixture.SubscribeAsync(_street, receiver.Url);

        await fixture.TellAsync(_street);
        var delivery = await fixture.DeliveryAsync(_street, "FAILED");
        Assert.Equal("webhook.gone", delivery.GetProperty("lastOutcome").GetString());

        var list = await fixture.Clerk(_street).GetAsync("/api/v1/webhook-subscriptions");
        Assert.Equal("GONE", Assert.Single(list.Json.GetProperty("items").EnumerateArray())
            .GetProperty("disabledReason").GetString());
        var resend = await fixture.Clerk(_street)
            .PostAsync($"/api/v1/deliveries/{delivery.GetProperty("id")}/resend", new { });
        resend.ExpectProblem(HttpStatusCode.Conflict, "deliveries.subscription_ended");
        await fixture.TellAsync(_street);
        await Eventually.Async(async () => Assert.Equal(2L, await fixture.Host.QueryAsync<long>(
            $"select count(*) from notices where street_code = '{_street}'")));
        await fixture.DeliveryAsync(_street, "FAILED"); // Still the only one.
        Assert.Single(receiver.Calls);
    }

    [Fact]
    public async Task a_receiver_that_does_not_answer_is_left_after_the_time_out_and_tried_again()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (n, http) => n == 0
            ? Task.Delay(TimeSpan.FromSeconds(30), http.RequestAborted)
            : Receiver.Status(http, 202);
        await fixture.SubscribeAsync(_street, receiver.Url);

        await fixture.TellAsync(_street);

        var delivery = await fixture.DeliveryAsync(_street, "CONFIRMED");
        var log = await fixture.Clerk(_street).GetAsync($"/api/v1/deliveries/{delivery.GetProperty("id")}");
        var first = log.Json.GetProperty("attempts").EnumerateArray().Last();
        Assert.Equal("webhook.timeout", first.GetProperty("outcome").GetString());
        Assert.InRange(first.GetProperty("durationMs").GetInt32(), 900, 4_000);
    }

    [Fact]
    public async Task waits_as_long_as_the_receiver_asks()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (n, http) =>
        {
            if (n > 0) return Receiver.Status(http, 204);
            http.Response.Headers.RetryAfter = "2"; // The schedule alone would say 0.3 s.
            return Receiver.Status(http, 429);
        };
        await fixture.SubscribeAsync(_street, receiver.Url);

        await fixture.TellAsync(_street);

        await fixture.DeliveryAsync(_street, "CONFIRMED");
        var waited = receiver.Calls[1].At - receiver.Calls[0].At;
        Assert.InRange(waited, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task does_not_follow_a_redirect()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (n, http) =>
        {
            http.Response.Headers.Location = "/elsewhere";
            return Receiver.Status(http, n == 0 ? 302 : 200);
        };
        await fixture.SubscribeAsync(_street, receiver.Url);

        await fixture.TellAsync(_street);

        var delivery = await fixture.DeliveryAsync(_street, "CONFIRMED");
        Assert.Equal(2, delivery.GetProperty("tries").GetInt32());
    }

    [Fact]
    public async Task the_same_event_twice_is_told_once()
    {
        await using var receiver = await Receiver.StartAsync();
        await fixture.SubscribeAsync(_street, receiver.Url);

        var told = await fixture.TellAsync(_street);
        await fixture.Host.PublishAsync(told);
        await fixture.DeliveryAsync(_street, "CONFIRMED");
        await fixture.TellAsync(_street);

        await Eventually.Async(() => { Assert.Equal(2, receiver.Calls.Count); return Task.CompletedTask; });
        Assert.Equal(2, receiver.Calls.Select(c => c.Id).Distinct().Count());
    }

    [Fact]
    public async Task two_replicas_send_each_message_once()
    {
        const int messages = 60;
        await using var receiver = await Receiver.StartAsync();
        await fixture.SubscribeAsync(_street, receiver.Url);
        await using var replica = fixture.Host.StartReplica();

        await Task.WhenAll(Enumerable.Range(0, messages).Select(_ => fixture.TellAsync(_street)));

        await Eventually.Async(async () => Assert.Equal((long)messages, await fixture.Host.QueryAsync<long>(
            $"select count(*) from deliveries where street_code = '{_street}' and state = 'CONFIRMED' and tries = 1")));
        Assert.Equal(messages, receiver.Calls.Count);
        Assert.Equal(messages, receiver.Calls.Select(c => c.Id).Distinct().Count());
    }

    [Fact]
    public async Task a_sender_that_died_between_send_and_record_repeats_the_message_with_the_same_id()
    {
        await using var receiver = await Receiver.StartAsync();
        await fixture.SubscribeAsync(_street, receiver.Url);
        await fixture.TellAsync(_street);
        await fixture.DeliveryAsync(_street, "CONFIRMED");

        await LoseRecordAsync(tries: 1);

        await Eventually.Async(() => { Assert.Equal(2, receiver.Calls.Count); return Task.CompletedTask; });
        Assert.Equal(receiver.Calls[0].Id, receiver.Calls[1].Id);
    }

    [Fact]
    public async Task a_sender_that_dies_on_the_last_try_does_not_start_a_further_one()
    {
        await using var receiver = await Receiver.StartAsync();
        await fixture.SubscribeAsync(_street, receiver.Url);
        await fixture.TellAsync(_street);
        await fixture.DeliveryAsync(_street, "CONFIRMED");

        await LoseRecordAsync(tries: 3);

        var delivery = await fixture.DeliveryAsync(_street, "FAILED");
        Assert.Equal("delivery.sender_lost", delivery.GetProperty("lastOutcome").GetString());
        Assert.Single(receiver.Calls);
    }

    // The row as a dead sender leaves it: claimed, counted, and its lease run out.
    private Task<long> LoseRecordAsync(int tries) => fixture.Host.QueryAsync<long>(
        $"""
        with lost as (update deliveries set state = 'PENDING', tries = {tries}, claim = gen_random_uuid(),
            next_try_at = now() - interval '1 second', settled_at = null, version = version + 1
            where street_code = '{_street}' returning 1)
        select count(*) from lost
        """);
}

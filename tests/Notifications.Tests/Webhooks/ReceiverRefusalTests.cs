using System.Net;
using CivicPlatform.Contracts.Funds;
using CivicPlatform.Notifications.Data;
using CivicPlatform.Testing;

namespace CivicPlatform.Notifications.Tests.Webhooks;

/// <summary>As in Production: loopback is closed, no mail server is configured.</summary>
public sealed class ReceiverRefusalTests : IAsyncLifetime
{
    private readonly string _street = NotificationsFixture.NewStreet();
    private ServiceHost<NotificationsDbContext> _host = null!;
    private Receiver _receiver = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        // The two networks of appsettings.Development.json give way to the city's own.
        _host = await ServiceHost<NotificationsDbContext>.StartAsync("notifications", [.. NotificationsFixture.Fast,
            ("Webhooks:AllowedNetworks:0", "10.99.0.0/16"), ("Webhooks:AllowedNetworks:1", "10.98.0.0/16")]);
    }

    [Fact]
    public async Task a_name_that_leads_to_our_own_machine_is_refused_when_it_is_dialled()
    {
        var clerk = _host.As("street-clerk", _street);
        var added = await clerk.PostAsync("/api/v1/webhook-subscriptions",
            new { streetCode = _street, url = $"http://localhost:{_receiver.Port}/hook" });
        added.Expect(HttpStatusCode.Created); // Only its address can tell.

        await _host.PublishAsync(Advance());

        await Eventually.Async(async () =>
        {
            var list = await clerk.GetAsync("/api/v1/deliveries");
            var delivery = Assert.Single(list.Json.GetProperty("items").EnumerateArray());
            Assert.Equal("FAILED", delivery.GetProperty("state").GetString());
            Assert.Equal("webhook.receiver_refused", delivery.GetProperty("lastOutcome").GetString());
            Assert.Equal(1, delivery.GetProperty("tries").GetInt32());
        });
        Assert.Empty(_receiver.Calls);
    }

    [Fact]
    public async Task a_private_address_is_refused_when_it_is_subscribed()
    {
        var answer = await _host.As("street-clerk", _street).PostAsync(
            "/api/v1/webhook-subscriptions", new { streetCode = _street, url = _receiver.Url });

        answer.ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        Assert.Contains("webhooks.url_refused", answer.Text);
    }

    [Fact]
    public async Task mail_is_skipped_and_logged_when_no_server_is_configured()
    {
        var clerk = _host.As("street-clerk", _street);
        var added = await clerk.PostAsync(
            "/api/v1/email-subscriptions", new { streetCode = _street, address = "office@street.example" });
        added.Expect(HttpStatusCode.Created);

        await _host.PublishAsync(Advance());

        await Eventually.Async(async () =>
        {
            var list = await clerk.GetAsync("/api/v1/deliveries?channel=EMAIL");
            var delivery = Assert.Single(list.Json.GetProperty("items").EnumerateArray());
            Assert.Equal("SKIPPED", delivery.GetProperty("state").GetString());
            Assert.Equal("email.not_configured", delivery.GetProperty("lastOutcome").GetString());
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    private AdvanceRecorded Advance() => new()
    {
        AggregateId = Guid.NewGuid(), AggregateVersion = 1, OccurredAt = DateTimeOffset.UtcNow, StreetCode = _street,
        EstateId = Guid.NewGuid(), AdvanceId = Guid.NewGuid(), Amount = 1m, Buildings = ["1"],
    };
}

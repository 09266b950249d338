using System.Net;
using System.Net.Sockets;
using System.Text;
using CivicPlatform.Contracts.Notifications;
using CivicPlatform.Notifications.Data;
using CivicPlatform.Testing;
using Npgsql;

namespace CivicPlatform.Notifications.Tests.Email;

public sealed class EmailDeliveryTests(NotificationsFixture fixture) : IClassFixture<NotificationsFixture>
{
    private readonly string _street = NotificationsFixture.NewStreet();

    private string Address => $"office-{_street}@street.example";

    [Fact]
    public async Task an_event_reaches_the_mailbox_as_chinese_plain_text()
    {
        await SubscribeAsync();

        await fixture.TellAsync(_street);

        var delivery = await fixture.DeliveryAsync(_street, "SENT");
        var mail = Assert.Single(fixture.Mail.MailsTo(Address));
        Assert.Equal("notice@street.example", mail.From);
        Assert.Equal("本小区物业企业垫资 420,000.00 元", mail.Header("Subject"));
        Assert.Equal($"<{delivery.GetProperty("id").GetGuid():N}@street.example>", mail.Header("Message-ID"));
        Assert.Equal("auto-generated", mail.Header("Auto-Submitted"));
        Assert.Contains("用于 3 栋楼（1号楼、2号楼、3号楼）各一部电梯先行维修", mail.Body);
    }

    [Fact]
    public async Task a_mailbox_that_is_busy_is_tried_again_with_the_same_message_id()
    {
        fixture.Mail.Recipient = Busy;
        await SubscribeAsync();

        await fixture.TellAsync(_street);

        var delivery = await fixture.DeliveryAsync(_street, "SENT");
        Assert.Equal(2, delivery.GetProperty("tries").GetInt32());
        Assert.Equal(2, fixture.Mail.TriesOf(Address));
        Assert.Single(fixture.Mail.MailsTo(Address));

        string Busy(string to, int n) => to == Address && n == 0 ? "450 mailbox busy" : "250 ok";
    }

    [Fact]
    public async Task a_mailbox_that_does_not_exist_fails_at_once_and_says_so()
    {
        fixture.Mail.Recipient = Unknown;
        await SubscribeAsync();

        await fixture.TellAsync(_street);

        await fixture.DeliveryAsync(_street, "FAILED");
        Assert.Equal(1, fixture.Mail.TriesOf(Address));
        await Eventually.Async(() =>
        {
            var failed = Assert.Single(fixture.Published<DeliveryFailed>(), e => e.StreetCode == _street);
            Assert.Equal(("EMAIL", "email.status_550"), (failed.Channel, failed.Reason));
            return Task.CompletedTask;
        });

        string Unknown(string to, int n) => to == Address ? "550 no such user" : "250 ok";
    }

    [Fact]
    public async Task a_mail_server_that_never_greets_is_left_after_the_time_out()
    {
        var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        await using var host = await ServiceHost<NotificationsDbContext>.StartAsync(
            "notifications", [.. NotificationsFixture.Fast, ("Smtp:Host", "127.0.0.1"),
            ("Smtp:Port", $"{((IPEndPoint)mute.LocalEndpoint).Port}"),
            ("Smtp:From", "notice@street.example"), ("Smtp:StartTls", "false")]);
        var clerk = host.As("street-clerk", _street);
        var added = await clerk.PostAsync(
            "/api/v1/email-subscriptions", new { streetCode = _street, address = Address });
        added.Expect(HttpStatusCode.Created);

        await host.PublishAsync(new Contracts.Funds.AdvanceRecorded
        {
            AggregateId = Guid.NewGuid(), AggregateVersion = 1, OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = _street, EstateId = Guid.NewGuid(), AdvanceId = Guid.NewGuid(), Amount = 1m, Buildings = ["1"],
        });

        await Eventually.Async(async () =>
        {
            var list = await clerk.GetAsync("/api/v1/deliveries");
            var delivery = Assert.Single(list.Json.GetProperty("items").EnumerateArray());
            Assert.Equal("FAILED", delivery.GetProperty("state").GetString());
            Assert.Equal("email.timeout", delivery.GetProperty("lastOutcome").GetString());
            Assert.Equal(3, delivery.GetProperty("tries").GetInt32());
        });
        mute.Stop();
    }

    [Fact, Trait("rule", "PRIV-04")]
    public async Task the_address_is_stored_encrypted_and_listed_masked()
    {
        await SubscribeAsync();

        await using var connection = new NpgsqlConnection(fixture.Host.Database.Superuser);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            $"select row_to_json(s)::text from email_subscriptions s where street_code = '{_street}'", connection);
        var row = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        Assert.DoesNotContain(Address, row);
        Assert.DoesNotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Address)), row);

        var list = await fixture.Clerk(_street).GetAsync("/api/v1/email-subscriptions");
        Assert.Equal("o***@street.example", Assert.Single(list.Json.GetProperty("items").EnumerateArray())
            .GetProperty("maskedAddress").GetString());
        Assert.DoesNotContain(Address, list.Text);
    }

    private async Task SubscribeAsync() => (await fixture.Clerk(_street).PostAsync(
        "/api/v1/email-subscriptions", new { streetCode = _street, address = Address })).Expect(HttpStatusCode.Created);
}

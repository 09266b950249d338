using System.Net;
using CivicPlatform.Testing;

namespace CivicPlatform.Notifications.Tests.Subscriptions;

public sealed class SubscriptionApiTests(NotificationsFixture fixture) : IClassFixture<NotificationsFixture>
{
    private const string Url = "https://receiver.example/hook";
    private readonly string _street = NotificationsFixture.NewStreet();

    [Fact]
    public async Task shows_the_secret_once_and_never_in_a_list()
    {
        var (id, secret) = await fixture.SubscribeAsync(_street, Url, "SnapshotClosed");
        Assert.StartsWith("whsec_", secret);

        var list = await fixture.Clerk(_street).GetAsync("/api/v1/webhook-subscriptions");
        var item = Assert.Single(list.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(id, item.GetProperty("id").GetGuid());
        Assert.Equal("SnapshotClosed", Assert.Single(item.GetProperty("eventTypes").EnumerateArray()).GetString());
        Assert.DoesNotContain("whsec_", list.Text);
    }

    [Fact]
    public async Task the_same_receiver_twice_is_a_conflict_until_the_first_is_ended()
    {
        var (id, _) = await fixture.SubscribeAsync(_street, Url);
        var twin = await fixture.Clerk(_street).PostAsync(
            "/api/v1/webhook-subscriptions", new { streetCode = _street, url = Url });
        twin.ExpectProblem(HttpStatusCode.Conflict, "subscriptions.already_there");

        var end = await fixture.Clerk(_street).PostAsync($"/api/v1/webhook-subscriptions/{id}/end", new { });
        end.Expect(HttpStatusCode.NoContent);
        await fixture.SubscribeAsync(_street, Url);
    }

    [Fact]
    public async Task what_somebody_does_for_one_of_his_offices_is_found_under_that_office()
    {
        var subject = $"acts-for-two-{_street}";
        var clerk = fixture.Host.WithToken(Tokens.Issue(subject, ["street-clerk"], ["110101001", _street]));
        var webhook = (await clerk.PostAsync("/api/v1/webhook-subscriptions", new { streetCode = _street, url = Url }))
            .Expect(HttpStatusCode.Created).Id;
        var mail = (await clerk.PostAsync("/api/v1/email-subscriptions",
            new { streetCode = _street, address = "two@street.example" })).Expect(HttpStatusCode.Created).Id;
        (await clerk.PostAsync($"/api/v1/webhook-subscriptions/{webhook}/end", new { }))
            .Expect(HttpStatusCode.NoContent);
        var rows = await fixture.Host.AuditOfAsync(subject);
        Assert.Equal([$"{_street}|{webhook}", $"{_street}|{mail}", $"{_street}|{webhook}"],
            rows.Select(row => row[(row.IndexOf('|', StringComparison.Ordinal) + 1)..]));
    }

    [Theory]
    [InlineData("""{"streetCode":"S","url":"http://10.0.0.1/"}""")]
    [InlineData("""{"streetCode":"S","url":"gopher://receiver.example/"}""")]
    [InlineData("""{"streetCode":"S","url":"https://u:p@receiver.example/"}""")]
    [InlineData("""{"streetCode":"110101","url":"https://receiver.example/"}""")]
    [InlineData("""{"streetCode":"S","url":"https://receiver.example/","eventTypes":["Everything"]}""")]
    [InlineData("""{"streetCode":"S","url":"https://receiver.example/","eventTypes":[]}""")]
    [InlineData("""{"streetCode":"S","url":"https://receiver.example/","secret":"whsec_mine"}""")]
    [InlineData("""{"streetCode":"S"}""")]
    public async Task a_malformed_subscription_is_400_and_nothing_is_stored(string body)
    {
        var answer = await fixture.Clerk(_street).PostJsonAsync(
            "/api/v1/webhook-subscriptions", body.Replace("\"S\"", $"\"{_street}\""));
        answer.Expect(HttpStatusCode.BadRequest);
        Assert.Equal(0L, await fixture.Host.QueryAsync<long>(
            $"select count(*) from webhook_subscriptions where street_code = '{_street}'"));
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("a@b.example, c@d.example")]
    [InlineData("Name <a@b.example>")]
    [InlineData("a@b.example\r\nBcc: c@d.example")]
    public async Task a_malformed_address_is_400(string address)
    {
        var answer = await fixture.Clerk(_street).PostAsync(
            "/api/v1/email-subscriptions", new { streetCode = _street, address });
        answer.Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task another_office_sees_and_ends_nothing()
    {
        var (id, _) = await fixture.SubscribeAsync(_street, Url);
        var other = fixture.Clerk(NotificationsFixture.NewStreet());

        var list = await other.GetAsync("/api/v1/webhook-subscriptions");
        Assert.Empty(list.Json.GetProperty("items").EnumerateArray());
        (await other.PostAsync($"/api/v1/webhook-subscriptions/{id}/end", new { }))
            .ExpectProblem(HttpStatusCode.NotFound, "subscriptions.not_found");
        (await other.PostAsync("/api/v1/webhook-subscriptions", new { streetCode = _street, url = Url + "2" }))
            .ExpectProblem(HttpStatusCode.NotFound, "division.not_found");
    }

    [Fact]
    public async Task the_wrong_role_is_403_and_no_token_401()
    {
        var body = new { streetCode = _street, url = Url };
        (await fixture.Host.As("owner", _street).PostAsync("/api/v1/webhook-subscriptions", body))
            .Expect(HttpStatusCode.Forbidden);
        (await fixture.Host.Anonymous().PostAsync("/api/v1/webhook-subscriptions", body))
            .Expect(HttpStatusCode.Unauthorized);
        (await fixture.Host.Anonymous().GetAsync("/api/v1/notices")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task a_city_sees_the_subscriptions_of_its_streets()
    {
        await fixture.SubscribeAsync(_street, Url);
        await Eventually.Async(async () =>
        {
            var list = await fixture.Host.As("auditor", "11").GetAsync("/api/v1/webhook-subscriptions?limit=200");
            Assert.Contains(list.Json.GetProperty("items").EnumerateArray(),
                i => i.GetProperty("streetCode").GetString() == _street);
        });
    }
}

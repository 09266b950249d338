using System.Net;
using System.Text;
using CivicPlatform.ServiceDefaults.Auth;

namespace CivicPlatform.ServiceDefaults.Tests.Http;

public sealed class JsonFaultTests(SampleFixture fixture)
{
    [Theory]
    [InlineData("{}", "request.missing_field", "text")]
    [InlineData("""{"text":"a","divisionCode":"110114009","amount":"1.00","foo":1}""", "request.unknown_field", "foo")]
    [InlineData("""{"text":"a","divisionCode":"110114009","amount":"1.001"}""", "money.malformed", "amount")]
    [InlineData("""{"text":"a","divisionCode":"110114009","amount":1.00}""", "money.malformed", "amount")]
    [InlineData("""{"text":7,"divisionCode":"110114009","amount":"1.00"}""", "request.unreadable_field", "text")]
    public async Task a_body_that_does_not_fit_is_told_what_and_where(string body, string code, string field)
    {
        var problem = await RefusedAsync(body);
        Assert.Contains((code, field), problem.Findings);
    }

    [Fact]
    public async Task every_missing_member_is_named() => Assert.Equal(
        [("request.missing_field", "text"), ("request.missing_field", "divisionCode"),
            ("request.missing_field", "amount")],
        (await RefusedAsync("{}")).Findings);

    [Theory]
    [InlineData("{\"text\":\"a\",\n\"amount\":\"1.00\",}", "第 2 行")]
    [InlineData("{\"text\":", "第 1 行")]
    public async Task broken_json_is_told_its_line(string body, string line)
    {
        var problem = await RefusedAsync(body);
        Assert.Equal("request.malformed_json", problem.Findings.Single().Code);
        Assert.Contains(line, problem.Text, StringComparison.Ordinal);
    }

    [Fact, Trait("rule", "NUM-02")]
    public async Task a_third_decimal_names_its_rule() => Assert.Contains("\"rule\":\"NUM-02\"",
        (await RefusedAsync("""{"text":"a","divisionCode":"110114009","amount":"1.001"}""")).Text,
        StringComparison.Ordinal);

    private async Task<(string Text, (string Code, string Field)[] Findings)> RefusedAsync(string body)
    {
        var token = Tokens.Issue("u-1", [Roles.StreetClerk], ["110114009"]);
        using var http = new HttpClient { BaseAddress = fixture.Service.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/notes");
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid():N}");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, text);
        using var problem = System.Text.Json.JsonDocument.Parse(text);
        return (text, [.. problem.RootElement.GetProperty("errors").EnumerateArray().Select(e =>
            (e.GetProperty("code").GetString()!, e.TryGetProperty("field", out var f) ? f.GetString()! : ""))]);
    }
}

namespace CivicPlatform.AppHost.Tests.Gateway;

public sealed class GatewayProblemTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task names_the_path_without_its_query_and_the_trace()
    {
        var response = await gateway.GetAsync(
            "/api/v1/nothing?phone=13800000000",
            ("traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"));
        var problem = await GatewayFixture.ProblemAsync(response, 404, "gateway.not_found");
        Assert.Equal("/api/v1/nothing", problem.GetProperty("instance").GetString());
        Assert.Equal("0123456789abcdef0123456789abcdef", problem.GetProperty("traceId").GetString());
    }

    [Fact]
    public async Task answers_a_wrong_method_of_its_own_page() =>
        await GatewayFixture.ProblemAsync(
            await gateway.SendAsync(HttpMethod.Post, "/", new StringContent("x")), 405, "gateway.method_not_allowed");

    [Fact]
    public async Task answers_when_a_service_is_not_there() =>
        await GatewayFixture.ProblemAsync(await gateway.GetAsync("/disclosure/1"), 502, "gateway.service_unreachable");

    [Fact]
    public async Task answers_when_a_service_stays_silent() =>
        await GatewayFixture.ProblemAsync(
            await gateway.GetAsync("/api/v1/cases?do=hang"), 504, "gateway.service_timeout");

    [Fact]
    public async Task answers_an_address_that_is_too_long() =>
        await GatewayFixture.ProblemAsync(
            await gateway.GetAsync("/" + new string('a', 20_000)), 414, "gateway.uri_too_long");

    [Fact]
    public async Task answers_headers_that_are_too_large() =>
        await GatewayFixture.ProblemAsync(
            await gateway.GetAsync("/", ("X-Long", new string('a', 20_000))), 431, "gateway.headers_too_large");

    [Theory]
    [InlineData("NONSENSE\r\n\r\n", "400", "gateway.bad_request")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "400", "gateway.bad_request")]
    [InlineData("GET /a\u0001b HTTP/1.1\r\nHost: x\r\n\r\n", "400", "gateway.bad_request")]
    [InlineData("TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", "405", "gateway.method_not_allowed")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: odd\r\n\r\n", "501", "gateway.not_implemented")]
    public async Task answers_what_is_no_request_at_all(string request, string status, string code)
    {
        var answer = await gateway.RawAsync(request);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task lets_no_caller_write_into_its_json()
    {
        var answer = await gateway.RawAsync(
            "GET /x\",\"status\":200,\"y\":\" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.Contains("\"instance\":\"/\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task passes_the_problem_of_a_service_through_untouched()
    {
        using var response = await gateway.GetAsync("/api/v1/cases?do=refuse");
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("""{"code":"service.refused"}""", await response.Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken));
    }
}

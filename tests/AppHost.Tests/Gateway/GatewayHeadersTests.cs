namespace CivicPlatform.AppHost.Tests.Gateway;

public sealed class GatewayHeadersTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task keeps_the_request_id_of_a_caller_and_hands_it_on()
    {
        var echo = await gateway.EchoAsync("/api/v1/cases", ("X-Request-Id", "desk-7.4711"));
        Assert.Equal("desk-7.4711", echo.Headers["X-Request-Id"]);

        using var response = await gateway.GetAsync("/api/v1/cases?do=policy", ("X-Request-Id", "desk-7.4711"));
        Assert.Equal(["desk-7.4711"], response.Headers.GetValues("X-Request-Id"));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("spaces are no ids")]
    [InlineData("quote\"in-it")]
    public async Task makes_a_request_id_where_the_given_one_could_do_harm(string given)
    {
        using var response = await gateway.GetAsync("/api/v1/cases", ("X-Request-Id", given));
        Assert.Matches("^[0-9a-f]{32}$", Assert.Single(response.Headers.GetValues("X-Request-Id")));
    }

    [Fact]
    public async Task tells_a_service_who_called_and_believes_no_caller_about_it()
    {
        const string Trace = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
        var echo = await gateway.EchoAsync(
            "/api/v1/cases", ("traceparent", Trace), ("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-Proto", "https"));
        Assert.Equal(Trace, echo.Headers["traceparent"]);
        Assert.Equal("127.0.0.1", echo.Headers["X-Forwarded-For"]);
        Assert.Equal("http", echo.Headers["X-Forwarded-Proto"]);
        Assert.Equal("close", echo.Headers["Connection"]);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/cases")]
    [InlineData("/nothing")]
    public async Task sends_its_security_headers_with_every_answer(string path)
    {
        using var response = await gateway.GetAsync(path, ("Origin", "https://elsewhere.example"));
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["DENY"], response.Headers.GetValues("X-Frame-Options"));
        Assert.Equal(["no-referrer"], response.Headers.GetValues("Referrer-Policy"));
        Assert.StartsWith(
            "default-src 'none'",
            Assert.Single(response.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("nginx", response.Headers.Server.ToString());
        Assert.DoesNotContain(response.Headers, h => h.Key.StartsWith("Access-Control", default));
    }

    [Fact]
    public async Task leaves_a_service_its_own_policy()
    {
        using var response = await gateway.GetAsync("/api/v1/cases?do=policy");
        Assert.Equal(["default-src 'self'"], response.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal("public, max-age=60", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task logs_a_request_without_its_query()
    {
        await gateway.GetAsync("/api/v1/units?phone=13800000000", ("X-Request-Id", "logged-request"));
        await gateway.Script.UntilAsync(
            () => Task.FromResult(gateway.Script.Output.Contains("logged-request", StringComparison.Ordinal)));
        Assert.Contains("\"path\":\"/api/v1/units\"", gateway.Script.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("13800000000", gateway.Script.Output, StringComparison.Ordinal);
    }
}

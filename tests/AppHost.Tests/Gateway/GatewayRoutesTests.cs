namespace CivicPlatform.AppHost.Tests.Gateway;

public sealed class GatewayRoutesTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task gives_every_resource_to_its_service_with_the_path_as_it_came()
    {
        foreach (var (resource, service) in RouteList.All)
        {
            var path = resource.EndsWith(":preview", StringComparison.Ordinal) ? "" : "/17/lines";
            var echo = await gateway.EchoAsync($"/api/v1/{resource}{path}?q=%E4%B8%9C%20x");
            Assert.Equal((service, $"/api/v1/{resource}{path}?q=%E4%B8%9C%20x"), (echo.Service, echo.Path));
        }
    }

    [Fact]
    public async Task gives_operations_and_documents_of_a_service_to_that_service()
    {
        foreach (var service in RouteList.Services)
        {
            Assert.Equal(service, (await gateway.EchoAsync($"/api/v1/operations/{service}/parked-messages")).Service);
            var document = await gateway.EchoAsync($"/openapi/{service}.json");
            Assert.Equal((service, "/openapi/v1.json"), (document.Service, document.Path));
        }
    }

    [Theory]
    [InlineData("/api/v1/unknown")]
    [InlineData("/api/v1/")]
    [InlineData("/api/v2/cases")]
    [InlineData("/api/v1/operations/portal/x")]
    [InlineData("/openapi/portal.json")]
    [InlineData("/alive")]
    [InlineData("/api/v1/cases/%2e%2e/%2e%2e/%2e%2e/health2")]
    [InlineData("/.problem/404")]
    public async Task has_no_way_to_anything_else(string path) =>
        await GatewayFixture.ProblemAsync(await gateway.GetAsync(path), 404, "gateway.not_found");

    [Fact]
    public async Task links_documents_disclosure_and_dashboard_on_its_start_page()
    {
        var page = await gateway.Http.GetStringAsync("/", TestContext.Current.CancellationToken);
        foreach (var service in RouteList.Services)
            Assert.Contains($"href=\"/openapi/{service}.json\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/disclosure/\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"http://localhost:18888/login?t=abc\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task starts_again_after_a_kill()
    {
        await Servers.RunScript.SignalAsync("KILL", gateway.Script.Pid);
        await gateway.Script.EndAsync();
        await gateway.RestartAsync();
        Assert.Equal("cases", (await gateway.EchoAsync("/api/v1/cases")).Service);
    }
}

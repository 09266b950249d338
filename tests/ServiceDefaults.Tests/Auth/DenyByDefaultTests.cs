using System.Net;
using CivicPlatform.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPlatform.ServiceDefaults.Tests.Auth;

/// <summary>An endpoint without a policy: the service does not start, and if it did, nobody could call it.</summary>
public sealed class DenyByDefaultTests(SampleFixture fixture)
{
    [Fact]
    public async Task a_service_with_an_endpoint_without_a_policy_does_not_start()
    {
        await using var app = Build();
        app.MapApi().MapGet("/forgotten", () => "everything");
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("/api/v1/forgotten", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_fallback_refuses_whatever_slips_through()
    {
        await using var app = Build(services => services.Remove(
            services.Single(s => s.ImplementationType?.Name == "AccessCheck")));
        app.MapApi().MapGet("/forgotten", () => "everything");
        await app.StartAsync(TestContext.Current.CancellationToken);

        var roles = Roles.All.Except([Roles.SecurityAdmin, Roles.Auditor]).ToArray();
        (await Call(app, Tokens.Issue("u-1", roles, ["11"]))).Expect(HttpStatusCode.Forbidden);
        (await Call(app, null)).Expect(HttpStatusCode.Unauthorized);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(Roles.PlatformAdmin, Roles.SecurityAdmin), InlineData(Roles.SecurityAdmin, Roles.Auditor)]
    [InlineData(Roles.PlatformAdmin, Roles.Auditor)]
    public async Task a_token_with_two_of_the_three_powers_is_refused(string one, string other) =>
        (await fixture.Service.WithToken(Tokens.Issue("u-1", [one, other], ["110114009"]))
            .GetAsync($"/api/v1/notes/{Guid.NewGuid()}"))
        .ExpectProblem(HttpStatusCode.Unauthorized, "auth.token_invalid");

    [Fact]
    public async Task what_routing_answers_stays_as_it_was()
    {
        var clerk = fixture.Service.As(Roles.StreetClerk, "110114009");
        (await clerk.GetAsync("/api/v1/unheard-of")).ExpectProblem(HttpStatusCode.NotFound, "request.no_such_resource");
        (await clerk.SendAsync(HttpMethod.Delete, "/api/v1/notes", null, null))
            .ExpectProblem(HttpStatusCode.MethodNotAllowed, "request.method_not_allowed");
    }

    private static WebApplication Build(Action<IServiceCollection>? change = null)
    {
        var builder = WebApplication.CreateBuilder([
            "--environment=Development", "--urls=http://127.0.0.1:0",
            $"--Auth:LocalJwksPath={Servers.Keys.Jwks}", $"--Encryption:KeyPath={Servers.Keys.DataKey}"]);
        builder.AddServiceDefaults("registry");
        change?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapDefaultEndpoints();
        return app;
    }

    private static async Task<Answer> Call(WebApplication app, string? token)
    {
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        if (token is not null) http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return await new ApiClient(http).GetAsync("/api/v1/forgotten");
    }
}

using System.Net;
using CivicPlatform.Registry.Data;
using CivicPlatform.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CivicPlatform.Registry.Tests.SignIn;

/// <summary>A service that trusts a real OpenID Connect issuer: discovery, client credentials, moving keys.</summary>
public sealed class SignInTests
{
    private const string Estates = "/api/v1/estates", LocalIssuer = "https://issuer.civicplatform.local";

    [Fact]
    public async Task a_system_signs_in_by_its_client_credentials_and_gets_its_rights_and_no_more()
    {
        await using var issuer = await OidcIssuer.StartAsync();
        await using var service = await StartAsync(issuer);

        var hotline = service.WithToken(await issuer.TokenAsync("hotline"));
        (await hotline.GetAsync(Estates)).Expect(HttpStatusCode.OK);
        (await hotline.PostAsync("/api/v1/owners/search", new { name = "某人" }))
            .ExpectProblem(HttpStatusCode.Forbidden, "auth.wrong_role");
        (await service.WithToken(await issuer.TokenAsync("nobody")).GetAsync(Estates))
            .ExpectProblem(HttpStatusCode.Forbidden, "auth.wrong_role");
    }

    [Fact]
    public async Task another_audience_another_issuer_and_the_local_key_are_refused()
    {
        await using var issuer = await OidcIssuer.StartAsync();
        await using var stranger = await OidcIssuer.StartAsync();
        await using var service = await StartAsync(issuer);

        string[] refused =
        [
            await issuer.TokenAsync("hotline", "another-platform"), await stranger.TokenAsync("hotline"),
            Tokens.Issue("u-1", ["street-clerk"], ["110114009"]),
        ];
        foreach (var token in refused)
            (await service.WithToken(token).GetAsync(Estates))
                .ExpectProblem(HttpStatusCode.Unauthorized, "auth.token_invalid");
    }

    [Fact]
    public async Task a_document_that_names_another_issuer_gives_no_keys()
    {
        await using var issuer = await OidcIssuer.StartAsync();
        await using var service = await StartAsync(issuer, named: "https://issuer.example.org");
        (await service.WithToken(await issuer.TokenAsync("hotline")).GetAsync(Estates))
            .ExpectProblem(HttpStatusCode.Unauthorized, "auth.token_invalid");
    }

    [Theory, InlineData(LocalIssuer, HttpStatusCode.OK)]
    [InlineData("https://issuer.example.org", HttpStatusCode.Unauthorized)]
    public async Task keys_are_taken_from_the_document_of_the_trusted_issuer_only(
        string named, HttpStatusCode status)
    {
        // The key has signed, the token names whom we trust; only the document is another one's.
        await using var document = WebApplication.Create(["--urls=http://127.0.0.1:0"]);
        document.MapGet("/.well-known/openid-configuration", (HttpRequest request) => Results.Json(
            new { issuer = named, jwks_uri = $"http://{request.Host}/jwks" }));
        document.MapGet("/jwks", () => Results.Text(File.ReadAllText(Servers.Keys.Jwks), "application/json"));
        await document.StartAsync(TestContext.Current.CancellationToken);
        await using var service = await ServiceHost<RegistryDbContext>.StartAsync(
            "registry", ("Auth:Authority", document.Urls.First()), ("Auth:Issuer", LocalIssuer));
        (await service.As("street-clerk", "110114009").GetAsync(Estates)).Expect(status);
    }

    [Fact]
    public async Task keys_move_while_the_service_runs()
    {
        await using var issuer = await OidcIssuer.StartAsync();
        await using var service = await StartAsync(issuer);
        var first = await issuer.TokenAsync("hotline");
        (await service.WithToken(first).GetAsync(Estates)).Expect(HttpStatusCode.OK);

        await issuer.RotateAsync();
        var second = await issuer.TokenAsync("hotline");
        (await service.WithToken(second).GetAsync(Estates)).Expect(HttpStatusCode.OK); // Found at once.
        (await service.WithToken(first).GetAsync(Estates)).Expect(HttpStatusCode.OK); // Still in the key set.

        await issuer.RotateAsync();
        await issuer.RetireAsync();
        (await service.WithToken(await issuer.TokenAsync("hotline")).GetAsync(Estates)).Expect(HttpStatusCode.OK);
        (await service.WithToken(first).GetAsync(Estates))
            .ExpectProblem(HttpStatusCode.Unauthorized, "auth.token_invalid"); // Gone.
    }

    [Fact]
    public async Task a_flood_of_forged_key_ids_does_not_reach_the_issuer()
    {
        await using var issuer = await OidcIssuer.StartAsync();
        await using var stranger = await OidcIssuer.StartAsync();
        await using var service = await StartAsync(issuer);
        var good = await issuer.TokenAsync("hotline");
        for (var i = 0; i < 40; i++)
        {
            await stranger.RotateAsync(); // Another unknown key id each time.
            (await service.WithToken(await stranger.TokenAsync("hotline")).GetAsync(Estates))
                .Expect(HttpStatusCode.Unauthorized);
        }
        Assert.InRange(await issuer.AskedAsync(), 1, 6); // The first look, the budget of four, one refill at most.
        (await service.WithToken(good).GetAsync(Estates)).Expect(HttpStatusCode.OK);
    }

    private static Task<ServiceHost<RegistryDbContext>> StartAsync(OidcIssuer issuer, string? named = null)
    {
        var address = issuer.Address.AbsoluteUri.TrimEnd('/');
        return ServiceHost<RegistryDbContext>.StartAsync(
            "registry", ("Auth:Authority", address), ("Auth:Issuer", named ?? address));
    }
}

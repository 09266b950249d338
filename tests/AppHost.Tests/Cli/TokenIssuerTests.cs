using System.Reflection;
using CivicPlatform.AppHost.Tests.Servers;
using CivicPlatform.Cli;
using CivicPlatform.Cli.Keys;
using CivicPlatform.Cli.Tokens;
using CivicPlatform.ServiceDefaults.Auth;
using Microsoft.Extensions.Logging.Abstractions;
using IssuerRoles = CivicPlatform.Cli.Tokens.Roles;
using LocalKey = CivicPlatform.Cli.Keys.SigningKey;
using ServiceRoles = CivicPlatform.ServiceDefaults.Auth.Roles;

namespace CivicPlatform.AppHost.Tests.Cli;

public sealed class TokenIssuerTests : IDisposable
{
    private static readonly TokenRequest Clerk = new(
        "clerk-1", ["street-clerk", "fund-manager"], ["370102001"], TimeSpan.FromMinutes(5));

    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;
    private readonly LocalKey _key;
    private readonly TokenIssuer _issuer;

    public TokenIssuerTests()
    {
        _data = new DataFolder(_folder.In("data"));
        KeyStore.Ensure(_data);
        _key = LocalKey.Load(_data.SigningKey);
        _issuer = new TokenIssuer(_key, TimeProvider.System);
    }

    [Fact]
    public async Task issues_what_the_services_take()
    {
        var (caller, reason) = await ValidateAsync(_issuer.Issue(Clerk), TimeProvider.System);

        Assert.Null(reason);
        Assert.Equal("clerk-1", caller!.FindFirst("sub")?.Value);
        Assert.Equal(Clerk.Roles, caller.FindAll("roles").Select(c => c.Value));
        Assert.Equal(Clerk.Divisions, caller.FindAll("divisions").Select(c => c.Value));
    }

    [Fact]
    public async Task issues_nothing_that_outlives_its_time()
    {
        var later = new LaterClock(TimeSpan.FromMinutes(6));
        Assert.Equal("expired", (await ValidateAsync(_issuer.Issue(Clerk), later)).Reason);
    }

    [Fact]
    public void refuses_a_role_that_does_not_exist_and_lists_those_that_do()
    {
        var refusal = Assert.Throws<CivicException>(() => _issuer.Issue(Clerk with { Roles = ["clerk"] }));
        Assert.Contains("'clerk'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("street-clerk", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void refuses_what_is_no_division_code() =>
        Assert.Throws<CivicException>(() => _issuer.Issue(Clerk with { Divisions = ["37010"] }));

    [Fact]
    public void knows_the_roles_that_the_services_know()
    {
        var known = typeof(ServiceRoles).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!);
        // A bank proves itself by a signature: nobody issues its role, and services ignore a token that says it.
        Assert.Equal(known.Except([ServiceRoles.BankChannel]).Order(), IssuerRoles.All.Order());
        Assert.Equal(ServiceRoles.All.Order(), IssuerRoles.All.Order());
    }

    private async Task<(System.Security.Claims.ClaimsPrincipal? Caller, string? Reason)> ValidateAsync(
        string token, TimeProvider clock)
    {
        using var keys = new SigningKeys(
            ct => File.ReadAllTextAsync(_data.Jwks, ct), clock, NullLogger<SigningKeys>.Instance);
        var validator = new TokenValidator(new AuthOptions(), keys, clock);
        return await validator.ValidateAsync(token, TestContext.Current.CancellationToken);
    }

    private sealed class LaterClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }
}

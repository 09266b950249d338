using System.Buffers.Text;
using System.Text;
using CivicPlatform.Cli.Keys;
using CivicPlatform.Cli.Tokens;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>Tokens of people who may not, each wrong in one way.</summary>
public sealed class Caller(DataFolder folder)
{
    private static readonly string[] s_powers = ["platform-admin", "security-admin", "auditor"];
    private readonly SigningKey _key = SigningKey.Load(folder.SigningKey);

    /// <summary>Signed and valid. Of the three powers, which exclude each other, at most one is kept.</summary>
    public string Token(IEnumerable<string> roles, string division) => Issue(
        new TokenIssuer(_key, TimeProvider.System), Apart(roles), division, TimeSpan.FromHours(1));

    public string Expired(IEnumerable<string> roles, string division) => Issue(
        new TokenIssuer(_key, TimeProvider.System), Apart(roles), division, TimeSpan.FromMinutes(-5));

    public string ForAnother(IEnumerable<string> roles, string division) => Issue(
        new TokenIssuer(_key, TimeProvider.System) { Audience = "another-platform" }, Apart(roles), division,
        TimeSpan.FromHours(1));

    public string OfAnother(IEnumerable<string> roles, string division) => Issue(
        new TokenIssuer(_key, TimeProvider.System) { Issuer = "https://another.example" }, Apart(roles), division,
        TimeSpan.FromHours(1));

    public string AlgNone(IEnumerable<string> roles, string division)
    {
        var header = Base64Url.EncodeToString(Encoding.ASCII.GetBytes("""{"alg":"none","typ":"JWT"}"""));
        return $"{header}.{Token(roles, division).Split('.')[1]}.";
    }

    /// <summary>The signature of one token under the claims of another.</summary>
    public string Changed(IEnumerable<string> roles, string division)
    {
        var (mine, foreign) = (Token(["owner"], "110114").Split('.'), Token(roles, division).Split('.'));
        return $"{foreign[0]}.{foreign[1]}.{mine[2]}";
    }

    private static string Issue(TokenIssuer issuer, string[] roles, string division, TimeSpan lifetime) =>
        issuer.Issue(new TokenRequest("u-walk", roles, [division], lifetime));

    private static string[] Apart(IEnumerable<string> roles)
    {
        var all = roles.ToArray();
        return [.. all.Except(s_powers), .. all.Intersect(s_powers).TakeLast(1)];
    }
}

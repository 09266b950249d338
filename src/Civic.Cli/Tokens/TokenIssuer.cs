using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using CivicPlatform.Cli.Keys;
using CivicPlatform.Kernel;

namespace CivicPlatform.Cli.Tokens;

/// <summary>The local development issuer: signs tokens that a platform on this machine accepts.</summary>
/// <remarks>A platform in Production refuses this issuer; there an OIDC authority issues the tokens.</remarks>
public sealed class TokenIssuer(SigningKey key, TimeProvider clock)
{
    /// <summary>The default of <c>Auth__Issuer</c>.</summary>
    public const string DefaultIssuer = "https://issuer.civicplatform.local";

    /// <summary>The default of <c>Auth__Audience</c>.</summary>
    public const string DefaultAudience = "civicplatform";

    private const string AuthorizedParty = "civic-cli";

    public string Issuer { get; init; } = DefaultIssuer;
    public string Audience { get; init; } = DefaultAudience;

    /// <summary>Issues a signed token (JWS compact form, ES256).</summary>
    /// <exception cref="CivicException">A role or division code that does not exist.</exception>
    public string Issue(TokenRequest request)
    {
        Check(request);
        var now = clock.GetUtcNow();
        var header = Encode(new { alg = "ES256", typ = "JWT", kid = key.KeyId });
        var payload = Encode(new
        {
            iss = Issuer,
            aud = Audience,
            sub = request.Subject,
            azp = AuthorizedParty,
            roles = request.Roles,
            divisions = request.Divisions,
            iat = now.ToUnixTimeSeconds(),
            nbf = now.ToUnixTimeSeconds(),
            exp = now.Add(request.Lifetime).ToUnixTimeSeconds(),
            jti = Guid.CreateVersion7(now),
        });
        var signature = key.Sign(Encoding.ASCII.GetBytes($"{header}.{payload}"));
        return $"{header}.{payload}.{Base64Url.EncodeToString(signature)}";
    }

    private static void Check(TokenRequest request)
    {
        if (request.Roles.Except(Roles.All).FirstOrDefault() is { } unknown)
            throw new CivicException($"there is no role '{unknown}'; roles are: {string.Join(", ", Roles.All)}");
        if (request.Divisions.FirstOrDefault(d => !DivisionCode.TryParse(d, out _)) is { } odd)
            throw new CivicException($"'{odd}' is not a division code; it has 2, 4, 6, 9 (street office) or 12 digits");
    }

    private static string Encode<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}

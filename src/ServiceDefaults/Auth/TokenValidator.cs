using System.Buffers.Text;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using CivicPlatform.Kernel;

namespace CivicPlatform.ServiceDefaults.Auth;

/// <summary>
/// Validates access tokens strictly: a fixed list of algorithms, a known key, issuer, audience and times.
/// </summary>
/// <remarks>Ours because JwtBearer cannot be restored from the feed (docs/decisions/0009). Refuses whatever it does
/// not know: <c>none</c>, symmetric algorithms, <c>crit</c>, embedded keys, duplicate members.</remarks>
public sealed class TokenValidator(AuthOptions options, ISigningKeys keys, TimeProvider clock)
{
    private const int MaxTokenLength = 8 * 1024;
    private const int MaxRoles = 32;
    private const int MaxDivisions = 64;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    private static readonly string[] ForbiddenHeaders = ["crit", "jwk", "jku", "x5u", "x5c", "zip", "b64"];
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>The caller, or a short reason that may be logged and holds nothing of the token.</summary>
    public async ValueTask<(ClaimsPrincipal? Caller, string? Reason)> ValidateAsync(string token, CancellationToken ct)
    {
        if (token.Length > MaxTokenLength) return Refuse("too long");
        var parts = token.Split('.');
        if (parts.Length != 3) return Refuse("not a compact JWS");
        try
        {
            using var header = Read(parts[0]);
            if (await VerifySignatureAsync(header.RootElement, parts, ct) is { } reason) return Refuse(reason);
            using var payload = Read(parts[1]);
            return CheckTimesAndParties(payload.RootElement) is { } refusal
                ? Refuse(refusal)
                : (CallerOf(payload.RootElement), null);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return Refuse("malformed");
        }
    }

    private async ValueTask<string?> VerifySignatureAsync(JsonElement header, string[] parts, CancellationToken ct)
    {
        if (ForbiddenHeaders.Any(name => header.TryGetProperty(name, out _))) return "header not allowed";
        if (header.TryGetProperty("typ", out var typ)
            && !typ.ValueEquals("JWT") && !typ.ValueEquals("at+jwt")) return "typ not allowed";
        if (Text(header, "alg") is not { } alg || !SigningKey.Algorithms.Contains(alg)) return "alg not allowed";
        if (Text(header, "kid") is not { Length: > 0 and <= 128 } kid) return "no kid";

        if (await keys.FindAsync(kid, ct) is not { } key) return "unknown kid";
        if (key.Algorithm != alg) return "alg does not fit the key";
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        return key.Verify(signed, Base64Url.DecodeFromChars(parts[2])) ? null : "bad signature";
    }

    private string? CheckTimesAndParties(JsonElement payload)
    {
        if (Text(payload, "iss") != options.Issuer) return "wrong issuer";
        if (!HasAudience(payload)) return "wrong audience";
        if (Text(payload, "sub") is not { Length: > 0 and <= 200 }) return "no sub";
        if (Roles.Collide([.. Texts(payload, "roles", MaxRoles)])) return "powers that must be apart";
        if (options.Clients.Length > 0 && !options.Clients.Contains(ClientOf(payload))) return "wrong client";

        var now = clock.GetUtcNow();
        if (Instant(payload, "exp") is not { } expires || now >= expires + Skew) return "expired";
        if (Instant(payload, "nbf") is { } notBefore && now < notBefore - Skew) return "not yet valid";
        if (Instant(payload, "iat") is { } issued && now < issued - Skew) return "issued in the future";
        return null;
    }

    private bool HasAudience(JsonElement payload) => payload.TryGetProperty("aud", out var audience)
        && audience.ValueKind switch
        {
            JsonValueKind.String => audience.ValueEquals(options.Audience),
            JsonValueKind.Array => audience.EnumerateArray().Any(a => a.ValueEquals(options.Audience)),
            _ => false,
        };

    private static ClaimsPrincipal CallerOf(JsonElement payload)
    {
        var claims = new List<Claim> { new("sub", Text(payload, "sub")!) };
        if (ClientOf(payload) is { } client) claims.Add(new Claim("azp", client));
        claims.AddRange(Texts(payload, "roles", MaxRoles).Select(role => new Claim("roles", role)));
        foreach (var division in Texts(payload, "divisions", MaxDivisions))
        {
            if (!DivisionCode.TryParse(division, out var code)) throw new FormatException("divisions");
            claims.Add(new Claim("divisions", code.Value));
        }
        return new ClaimsPrincipal(new ClaimsIdentity(claims, "Bearer", "sub", "roles"));
    }

    // Access tokens of RFC 9068 say client_id where others say azp.
    private static string? ClientOf(JsonElement payload) => Text(payload, "azp") ?? Text(payload, "client_id");

    private static IEnumerable<string> Texts(JsonElement payload, string name, int most)
    {
        if (!payload.TryGetProperty(name, out var list)) return [];
        if (list.GetArrayLength() > most) throw new FormatException(name);
        return list.EnumerateArray().Select(item => item.GetString() ?? throw new FormatException(name)).ToArray();
    }

    private static JsonDocument Read(string part)
    {
        var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
        return document.RootElement.ValueKind is JsonValueKind.Object ? document : throw new FormatException("part");
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    private static DateTimeOffset? Instant(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var value)
            ? DateTimeOffset.FromUnixTimeSeconds(checked((long)Math.Min(value.GetDecimal(), 253_402_300_799m)))
            : null;

    private static (ClaimsPrincipal?, string?) Refuse(string reason) => (null, reason);
}

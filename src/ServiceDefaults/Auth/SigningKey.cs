using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;

namespace CivicPlatform.ServiceDefaults.Auth;

/// <summary>One public key of an issuer, bound to exactly one algorithm.</summary>
public sealed class SigningKey
{
    /// <summary>The whole list; there is no way to configure another one in.</summary>
    public static readonly IReadOnlySet<string> Algorithms = new HashSet<string> { "ES256", "RS256", "PS256" };

    private const int MinRsaBits = 2048;
    private const int MaxRemembered = 4_096;
    private readonly Func<byte[], byte[], bool> _verify;
    private readonly ConcurrentDictionary<(UInt128, UInt128), byte> _good = new();

    private SigningKey(string id, string algorithm, Func<byte[], byte[], bool> verify) =>
        (Id, Algorithm, _verify) = (id, algorithm, verify);

    public string Id { get; }

    public string Algorithm { get; }

    /// <summary>True when this key signed the content.</summary>
    /// <remarks>
    /// A caller's next request brings the same token: a signature that was good stays good for as long as the issuer
    /// shows the key, and is not computed again. Times and parties are the validator's to check, each time.
    /// </remarks>
    public bool Verify(byte[] content, byte[] signature)
    {
        var seen = Fingerprint(content, signature);
        if (_good.ContainsKey(seen)) return true;
        if (!_verify(content, signature)) return false;
        if (_good.Count >= MaxRemembered) _good.Clear();
        _good[seen] = 0;
        return true;
    }

    private static (UInt128, UInt128) Fingerprint(byte[] content, byte[] signature)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(content.Length)); // Where one ends and the other begins.
        hash.AppendData(content);
        hash.AppendData(signature);
        ReadOnlySpan<byte> digest = hash.GetHashAndReset();
        return (BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt128BigEndian(digest[16..]));
    }

    /// <summary>The usable keys of a JWKS; others (encryption, symmetric, weak, without kid) are passed over.</summary>
    public static IReadOnlyDictionary<string, SigningKey> ReadSet(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
        return document.RootElement.GetProperty("keys").EnumerateArray().Take(64)
            .SelectMany(Read).GroupBy(key => key.Id).ToDictionary(g => g.Key, g => g.First());
    }

    private static IEnumerable<SigningKey> Read(JsonElement jwk)
    {
        var id = Text(jwk, "kid");
        if (id is null || (Text(jwk, "use") is { } use && use != "sig")) return [];
        return (Text(jwk, "kty"), Text(jwk, "crv")) switch
        {
            ("EC", "P-256") => [FromEllipticCurve(id, jwk)],
            ("RSA", _) => FromRsa(id, jwk),
            _ => [],
        };
    }

    private static SigningKey FromEllipticCurve(string id, JsonElement jwk)
    {
        var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Bytes(jwk, "x"), Y = Bytes(jwk, "y") },
        });
        return new SigningKey(
            id, "ES256", (data, signature) => key.VerifyData(data, signature, HashAlgorithmName.SHA256));
    }

    private static IEnumerable<SigningKey> FromRsa(string id, JsonElement jwk)
    {
        var key = RSA.Create(new RSAParameters { Modulus = Bytes(jwk, "n"), Exponent = Bytes(jwk, "e") });
        if (key.KeySize < MinRsaBits) return [];
        var algorithm = Text(jwk, "alg") ?? "RS256";
        var padding = algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return algorithm is "RS256" or "PS256"
            ? [new SigningKey(id, algorithm, (data, s) => key.VerifyData(data, s, HashAlgorithmName.SHA256, padding))]
            : [];
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static byte[] Bytes(JsonElement element, string name) =>
        Base64Url.DecodeFromChars(element.GetProperty(name).GetString());
}

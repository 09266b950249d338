using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CivicPlatform.Cli.Keys;

/// <summary>The ES256 key of the local development issuer.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key;

    private SigningKey(ECDsa key)
    {
        _key = key;
        (X, Y) = Coordinates(key);
        // RFC 7638: the id follows from the key, so that a new key never hides behind an old id.
        var thumbprint = $$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}""";
        KeyId = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(thumbprint)));
    }

    /// <summary>The <c>kid</c> of tokens: the key's RFC 7638 thumbprint.</summary>
    public string KeyId { get; }

    private string X { get; }
    private string Y { get; }

    /// <summary>Reads a PKCS#8 PEM file with a P-256 key.</summary>
    /// <exception cref="CivicException">The file is missing or holds something else.</exception>
    public static SigningKey Load(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            if (key.KeySize != 256) throw new CryptographicException("not P-256");
            return new SigningKey(key);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new CivicException($"cannot read the signing key {path}; make it with: civic keys", failure);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new CivicException($"{path} is not a P-256 key in PEM form", failure);
        }
    }

    /// <summary>ECDSA over SHA-256 in the fixed-size form that JWS asks for (r and s, 32 bytes each).</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) =>
        _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>The public half as a JSON Web Key Set.</summary>
    public string PublicJwks() => JsonSerializer.Serialize(new
    {
        keys = new[] { new { kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = KeyId, x = X, y = Y } },
    });

    public void Dispose() => _key.Dispose();

    private static (string X, string Y) Coordinates(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CivicPlatform.Kernel;
using Microsoft.Extensions.Configuration;

namespace CivicPlatform.ServiceDefaults.Security;

/// <summary>Encrypts single values of personal data: AES-256-GCM, key id in front, row id as associated data.</summary>
/// <remarks>
/// A value copied to another row does not decrypt. Look-up goes through <see cref="Hash"/>, exact only.
/// </remarks>
public sealed class FieldCipher
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly string _current;
    private readonly Dictionary<string, byte[]> _keys;
    private readonly byte[] _hashKey;

    private FieldCipher(string current, Dictionary<string, byte[]> keys, string? lookUp)
    {
        (_current, _keys) = (current, keys);
        if (keys.Values.Any(key => key.Length != 32)) throw new InvalidOperationException("Data keys have 32 bytes.");
        if (current.Length is 0 or > 32) throw new InvalidOperationException("A key id has 1 to 32 characters.");
        // The hash key does not rotate with the current key: look-ups of old rows must go on. A rotation names the key
        // that it comes from; before the first one there is only that key.
        var origin = keys[lookUp ?? keys.Keys.Order(StringComparer.Ordinal).First()];
        _hashKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, origin, 32, info: "look-up"u8.ToArray());
    }

    /// <summary>New values are written under this key.</summary>
    public string CurrentKeyId => _current;

    /// <summary>The same text under the current key.</summary>
    public byte[] Renew(byte[] value, Guid rowId) =>
        Encrypt(Decrypt(value, rowId.ToByteArray()), rowId.ToByteArray());

    /// <summary>Reads {"current":"k2","lookUp":"k1","keys":{"k1":"base64 of 32 bytes","k2":"…"}}.</summary>
    public static FieldCipher FromFile(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var keys = document.RootElement.GetProperty("keys").EnumerateObject()
            .ToDictionary(p => p.Name, p => p.Value.GetBytesFromBase64());
        var lookUp = document.RootElement.TryGetProperty("lookUp", out var named) ? named.GetString() : null;
        return new FieldCipher(document.RootElement.GetProperty("current").GetString()!, keys, lookUp);
    }

    internal static FieldCipher FromConfiguration(IConfiguration configuration) =>
        FromFile(configuration["Encryption:KeyPath"]
            ?? throw new InvalidOperationException("Encryption__KeyPath is not set."));

    public byte[] Encrypt(string text, Guid rowId) => Encrypt(Encoding.UTF8.GetBytes(text), rowId.ToByteArray());

    public string DecryptText(byte[] value, Guid rowId) => Encoding.UTF8.GetString(Decrypt(value, rowId.ToByteArray()));

    /// <summary>Layout: length of key id, key id, nonce, tag, ciphertext.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated)
    {
        var id = Encoding.ASCII.GetBytes(_current);
        var value = new byte[1 + id.Length + NonceSize + TagSize + plain.Length];
        value[0] = (byte)id.Length;
        id.CopyTo(value, 1);
        var nonce = value.AsSpan(1 + id.Length, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_keys[_current], TagSize);
        var tag = value.AsSpan(1 + id.Length + NonceSize, TagSize);
        aes.Encrypt(nonce, plain, value.AsSpan(1 + id.Length + NonceSize + TagSize), tag, associated);
        return value;
    }

    /// <summary>Throws <see cref="CryptographicException"/> when the value was changed, moved or cut.</summary>
    public byte[] Decrypt(ReadOnlySpan<byte> value, ReadOnlySpan<byte> associated)
    {
        var idLength = value.IsEmpty ? 0 : value[0];
        if (value.Length < 1 + idLength + NonceSize + TagSize) throw new CryptographicException("The value was cut.");
        if (!_keys.TryGetValue(Encoding.ASCII.GetString(value.Slice(1, idLength)), out var key))
            throw new CryptographicException("The value is under a key that is not known.");
        var rest = value[(1 + idLength)..];
        var plain = new byte[rest.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        var tag = rest.Slice(NonceSize, TagSize);
        aes.Decrypt(rest[..NonceSize], rest[(NonceSize + TagSize)..], tag, plain, associated);
        return plain;
    }

    /// <summary>HMAC of the text after folding full-width forms and trimming: equal texts give equal hashes.</summary>
    public byte[] Hash(string text) =>
        HMACSHA256.HashData(_hashKey, Encoding.UTF8.GetBytes(FullWidth.Fold(text).Trim()));
}

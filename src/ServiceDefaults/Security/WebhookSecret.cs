using System.Security.Cryptography;
using System.Text;

namespace CivicPlatform.ServiceDefaults.Security;

/// <summary>A secret shared with one other system, written as <c>whsec_</c> and Base64 (Standard Webhooks).</summary>
/// <remarks>It signs what we tell a subscriber, and proves what a bank tells us.</remarks>
public sealed class WebhookSecret
{
    private const string Prefix = "whsec_", Version = "v1,";
    private const int SignaturesMax = 8; // A rotation needs two.
    private const int BytesMin = 24, BytesMax = 64; // The range that the specification asks for.
    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    public static WebhookSecret New() => new(RandomNumberGenerator.GetBytes(32));

    /// <summary>Reads the text form; false for another prefix, bad Base64 or a length outside 24 to 64 bytes.</summary>
    public static bool TryParse(string? text, out WebhookSecret secret)
    {
        secret = null!;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        Span<byte> key = stackalloc byte[BytesMax];
        if (!Convert.TryFromBase64String(text[Prefix.Length..], key, out var length)) return false;
        if (length < BytesMin) return false;
        secret = new WebhookSecret(key[..length].ToArray());
        return true;
    }

    /// <summary>The header value <c>v1,BASE64</c> over <c>id.timestamp.body</c>.</summary>
    /// <param name="id">Value of <c>webhook-id</c>.</param>
    /// <param name="sentAt">Written as whole seconds since 1970.</param>
    /// <param name="body">The exact bytes of the request body.</param>
    public string Sign(string id, DateTimeOffset sentAt, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{sentAt.ToUnixTimeSeconds()}."));
        hmac.AppendData(body);
        return Version + Convert.ToBase64String(hmac.GetHashAndReset());
    }

    /// <summary>True when one of the signatures in the header is ours; other versions are passed over.</summary>
    /// <param name="header">Value of <c>webhook-signature</c>: one or more, a space between them.</param>
    public bool Verifies(string header, string id, DateTimeOffset sentAt, ReadOnlySpan<byte> body)
    {
        var right = Encoding.ASCII.GetBytes(Sign(id, sentAt, body));
        var isOurs = false;
        foreach (var given in header.Split(' ', SignaturesMax + 1).Take(SignaturesMax))
            isOurs |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), right);
        return isOurs;
    }

    /// <summary>The text form, for the subscriber once and for the encrypted column.</summary>
    public string Reveal() => Prefix + Convert.ToBase64String(_key);

    /// <summary>Never the secret: it must not reach a log by interpolation.</summary>
    public override string ToString() => Prefix + "***";
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CivicPlatform.Kernel.Seals;

/// <summary>One head outside the database: a line of <c>seal/SERVICE.log</c>, signed with the seal key.</summary>
/// <param name="Block">Number of the block; a chain's lines follow one another without a gap.</param>
/// <param name="Total">Rows of the chain up to there.</param>
/// <param name="Head">Hexadecimal.</param>
public sealed record SealLine(
    DateTimeOffset At, string Service, string Chain, long Block, long Total, string Head)
{
    private const int Parts = 7;

    /// <summary>The line without its end.</summary>
    public string Write(SealKey key) => $"{Text} {key.Sign(Text)}";

    /// <summary>Reads a line; null when it is malformed or the signature is not of this key.</summary>
    public static SealLine? Read(string line, SealKey key)
    {
        var parts = line.Split(' ');
        if (parts.Length != Parts || !SealBlock.TryReadTime(parts[0], out var at)) return null;
        if (!TryReadNumber(parts[3], out var block) || !TryReadNumber(parts[4], out var total)) return null;
        var read = new SealLine(at, parts[1], parts[2], block, total, parts[5]);
        return key.Matches(read.Text, parts[6]) ? read : null;
    }

    private string Text => string.Create(CultureInfo.InvariantCulture,
        $"{SealBlock.TextOf(At)} {Service} {Chain} {Block} {Total} {Head}");

    private static bool TryReadNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

/// <summary>The key of the seals, which no database knows.</summary>
public sealed class SealKey
{
    private const int Size = 32;
    private readonly byte[] _key;

    private SealKey(byte[] key) => _key = key;

    /// <summary>Reads the base64 of 32 bytes.</summary>
    /// <exception cref="FormatException">The file holds something else.</exception>
    public static SealKey FromFile(string path)
    {
        var key = Convert.FromBase64String(File.ReadAllText(path).Trim());
        return key.Length == Size ? new SealKey(key) : throw new FormatException($"{path} holds no key of 32 bytes.");
    }

    /// <summary>HMAC-SHA256 in hexadecimal.</summary>
    public string Sign(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether that is the text's signature.</summary>
    public bool Matches(string text, string signature) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(Sign(text)), Encoding.UTF8.GetBytes(signature));
}

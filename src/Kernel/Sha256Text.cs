namespace CivicPlatform.Kernel;

/// <summary>The hash by which a paper is known: SHA-256 as 64 lower-case hexadecimal digits.</summary>
public static class Sha256Text
{
    /// <summary>What it must look like, in Chinese.</summary>
    public const string Form = "应为 64 位小写十六进制的 SHA-256";

    /// <summary>True for null as well: whether a paper is needed is a rule of its own.</summary>
    public static bool IsHashOrNull(string? text) => text is null || IsHash(text);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public static bool IsHash(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>True for no list as well, and for one of at most <paramref name="max"/> hashes.</summary>
    public static bool AreHashes(IReadOnlyList<string>? texts, int max) =>
        texts is null || (texts.Count <= max && texts.All(IsHash));
}

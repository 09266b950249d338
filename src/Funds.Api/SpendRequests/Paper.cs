namespace CivicPlatform.Funds.SpendRequests;

/// <summary>The SHA-256 of a paper that stays with the office.</summary>
public static class Paper
{
    private const int Length = 64;

    public static bool IsHash(string? text) =>
        text is { Length: Length } && text.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f');

    /// <summary>Finds what is no hash.</summary>
    public static ShapeCheck Hash(this ShapeCheck shape, string? value, string field) => shape.That(
        IsHash(value), field, "hash.malformed", $"应为 {Length} 位小写十六进制 SHA-256");

    /// <summary>Null or a hash.</summary>
    public static ShapeCheck OptionalHash(this ShapeCheck shape, string? value, string field) =>
        value is null ? shape : shape.Hash(value, field);
}

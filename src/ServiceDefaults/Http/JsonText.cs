using System.Text.Json;
using System.Text.Json.Serialization;
using CivicPlatform.Kernel;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>A text with NUL, control or bidirectional characters: they hide what a clerk would sign.</summary>
internal sealed class ForbiddenTextException() : JsonException("Forbidden character in a text.");

/// <summary>Which characters a text from outside may hold.</summary>
public static class TextRules
{
    /// <summary>
    /// True for NUL, controls other than tab and line breaks, bidi controls, BOM and lone surrogates.
    /// </summary>
    public static bool HasForbiddenCharacter(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }
            if (char.IsSurrogate(c) || IsForbidden(c)) return true;
        }
        return false;
    }

    private static bool IsForbidden(char c) => c switch
    {
        '\t' or '\n' or '\r' => false,
        < ' ' or '\u007f' or (>= '\u0080' and <= '\u009f') => true,
        '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') => true,
        '\ufeff' or '\ufffe' or '\uffff' => true,
        _ => false,
    };
}

/// <summary>Reads every JSON text through <see cref="TextRules"/>.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String) throw new JsonException();
        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException) // A lone surrogate escape.
        {
            throw new ForbiddenTextException();
        }
        return TextRules.HasForbiddenCharacter(text) ? throw new ForbiddenTextException() : text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    public override string ReadAsPropertyName(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);
}

/// <summary>An instant says its offset: without one it is another day on a server in another zone (TIME-04).</summary>
internal sealed class InstantJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && HasOffset(reader.GetString()!)
            && reader.TryGetDateTimeOffset(out var instant)
            ? instant
            : throw new UnfitValueException("instant.without_offset",
                "应为带时区的时刻，例如 2023-05-20T01:02:00Z 或 2023-05-20T09:02:00+08:00", "TIME-04");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    private static bool HasOffset(string text) => text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-'
        && text[^3] == ':' && text.Contains('T', StringComparison.Ordinal));
}

/// <summary>"1613.70" and nothing else: no JSON numbers, no exponents, no third decimal (NUM-02).</summary>
internal sealed class MoneyJson : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && Money.TryParse(reader.GetString(), out var money)
            ? money
            : throw new UnfitValueException("money.malformed", "金额应为最多两位小数的文本，例如 \"1613.70\"", "NUM-02");

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>"89.32" and nothing else (NUM-01). Zero is written for totals but never read.</summary>
internal sealed class AreaJson : JsonConverter<Area>
{
    public override Area Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && Area.TryParsePositive(reader.GetString(), out var area)
            ? area
            : throw new UnfitValueException(
                "area.malformed", "面积应为大于零、最多两位小数的平方米数文本，例如 \"89.32\"", "NUM-01");

    public override void Write(Utf8JsonWriter writer, Area value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CivicPlatform.Funds.Proofs;

/// <summary>
/// One line behind a public page: a household, a spending, an advance or a ledger account. Its text is what a leaf
/// hashes, so members have one order and those that a kind does not have are left out.
/// </summary>
public sealed record PageLine
{
    /// <summary>A bill of one household; its id is opaque and the same on every page of the collection.</summary>
    public const string Household = "HOUSEHOLD";

    /// <summary>A payment that the page names.</summary>
    public const string Spending = "SPENDING";

    /// <summary>What the property company put up (RAISE-06).</summary>
    public const string Advance = "ADVANCE";

    /// <summary>What one account of a book did over a period (FUND-25).</summary>
    public const string Account = "ACCOUNT";

    /// <summary>Ledger accounts whose own side is the debit; all others owe, or hold for somebody.</summary>
    public static readonly IReadOnlyList<string> DebitKinds = ["BANK", "WORKS", "UNIT_RECEIVABLE", "SURPLUS"];

    /// <summary>One of the kinds above.</summary>
    public required string Line { get; init; }

    /// <summary>Names the line among the others; says nothing about room or person.</summary>
    public required string Id { get; init; }

    public DateOnly? Day { get; init; }
    public string? Kind { get; init; }
    public string? Purpose { get; init; }
    public string? Payee { get; init; }

    /// <summary>What was spent or advanced.</summary>
    public Money? Amount { get; init; }

    /// <summary>Of an advance.</summary>
    public Money? Repaid { get; init; }

    /// <summary>What the household owes in all (RAISE-02).</summary>
    public Money? Bill { get; init; }

    /// <summary>Paid on the bill, without what is beyond it.</summary>
    public Money? Paid { get; init; }

    /// <summary>Paid beyond the bill.</summary>
    public Money? Credit { get; init; }

    public bool? PaidInFull { get; init; }

    /// <summary>Balance of an account before the period, positive on its own side.</summary>
    public Money? Opening { get; init; }

    public Money? In { get; init; }
    public Money? Out { get; init; }

    /// <summary>Opening + in − out.</summary>
    public Money? Closing { get; init; }

    /// <summary>The exact text of the leaf.</summary>
    public string Write() => JsonSerializer.Serialize(this, ProofText.Json);

    /// <exception cref="JsonException">It is no line, or not written as <see cref="Write"/> does.</exception>
    public static PageLine Read(string text)
    {
        var line = JsonSerializer.Deserialize<PageLine>(text, ProofText.Json);
        return line?.Write() == text ? line : throw new JsonException("The line is not in its own form.");
    }
}

/// <summary>How lines and files are written as text.</summary>
public static class ProofText
{
    /// <summary>Members in their order, absent ones left out, no spaces; nothing unknown or twice is read.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new MoneyText() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Chinese stays readable; this is no HTML.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false, // Of two amounts in one line, two readers may see two.
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 16,
    };

    private sealed class MoneyText : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && Money.TryParse(reader.GetString(), out var money)
                ? money
                : throw new JsonException("An amount is a text with two decimals.");

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}

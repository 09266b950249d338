using System.Text.Json;
using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.DisclosureVerifier;

/// <summary>A payment as the page names it.</summary>
public sealed record NamedSpending(DateOnly Day, string Kind, string Purpose, string Payee, Money Amount);

/// <summary>What a page says, as far as it can be held against lines and other pages.</summary>
/// <param name="Lines">Absent on pages from before lines had a root.</param>
public sealed record PageFacts(
    string Building, Money Receivable, Money Collected, int Households, int HouseholdsPaid, Money Advanced,
    Money Repaid, IReadOnlyList<NamedSpending> Spendings, Money? Credit = null, PageRoot? Lines = null)
{
    // A page also shows lifts and more that no line stands for.
    private static readonly JsonSerializerOptions s_json = new(ProofText.Json)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip,
    };

    /// <summary>Checks the hash of the page and reads its text.</summary>
    /// <exception cref="FaultException">The hash is another one, or the text is no page.</exception>
    public static PageFacts Of(FiledPage page, int line)
    {
        if (page.PreviousHash.Length > 0) Hex.Of(page.PreviousHash, "previousHash", line);
        Hex.Of(page.Hash, "hash", line);
        var previous = Convert.FromHexString(page.PreviousHash);
        if (Convert.ToHexStringLower(PageRoot.HashOf(previous, page.Text)) != page.Hash)
            throw new FaultException(line, "the page was changed: text and hash do not agree");
        var facts = Read(page.Text, line);
        if (facts.Lines is not { } root) return facts;
        if (root.Form != PageRoot.BuildingForm)
            throw new FaultException(line, $"unknown form of a page: {root.Form}");
        if (root.SnapshotId != page.SnapshotId) throw new FaultException(line, "the page has another id than its file");
        if (root.Leaves is < 1 or > PageRoot.MaxLeaves || root.Version < 1
            || (root.Version > 1) != (root.Reason is not null))
            throw new FaultException(line, "the page says of itself what no page can");
        Hex.Of(root.Root, "root", line);
        return facts;
    }

    private static PageFacts Read(string text, int line)
    {
        try
        {
            return JsonSerializer.Deserialize<PageFacts>(text, s_json) ?? throw new JsonException();
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new FaultException(line, "the text of the page is no page");
        }
    }
}

/// <summary>Hashes and salts as text: 64 lower-case hexadecimal digits, for two forms could not be compared.</summary>
internal static class Hex
{
    /// <summary>The 32 bytes.</summary>
    public static byte[] Of(string text, string name, int line) =>
        text.Length == 2 * MerkleTree.HashSize && text.All(char.IsAsciiHexDigitLower)
            ? Convert.FromHexString(text)
            : throw new FaultException(line, $"{name} is no 64 hexadecimal digits");
}

using System.Text.Json;
using System.Text.Json.Serialization;
using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.DisclosureVerifier;

/// <summary>A payment as the page names it.</summary>
public sealed record NamedSpending(DateOnly Day, string Kind, string Purpose, string Payee, Money Amount);

/// <summary>The figures of a daily page.</summary>
public sealed record BuildingFigures(
    string Building, Money Receivable, Money Collected, int Households, int HouseholdsPaid, Money Advanced,
    Money Repaid, IReadOnlyList<NamedSpending> Spendings, Money? Credit = null);

/// <summary>Money of the bank account by what it was for.</summary>
public sealed record NamedMovement(string Kind, Money In, Money Out);

/// <summary>The figures of a period page.</summary>
public sealed record PeriodFigures(
    Guid AccountId, DateOnly From, DateOnly Through, Money Opening, Money Deposited, Money Gained, Money Spent,
    Money Closing, IReadOnlyList<NamedMovement> Movements, IReadOnlyList<NamedSpending> Spendings);

/// <summary>What a page says, as far as it can be held against lines and other pages.</summary>
/// <param name="Lines">Absent on pages from before lines had a root.</param>
/// <param name="Building">Figures of a daily page, else absent.</param>
/// <param name="Period">Figures of a period page, else absent.</param>
public sealed record PageFacts(PageRoot? Lines, BuildingFigures? Building, PeriodFigures? Period)
{
    // A page also shows lifts and more that no line stands for.
    private static readonly JsonSerializerOptions s_json = new(ProofText.Json)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    /// <summary>The building; empty for the page of an account.</summary>
    public string Group => Building?.Building ?? "";

    /// <summary>What the page calls itself.</summary>
    public string Title => (Lines, Period) switch
    {
        ({ } root, { } period) =>
            $"page of the account from {period.From:yyyy-MM-dd} to {root.Day:yyyy-MM-dd}, version {root.Version}",
        ({ } root, _) => $"page of building {Group}, {root.Day:yyyy-MM-dd}, version {root.Version}",
        _ => $"page of building {Group} without a root",
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
        if (Read<OnlyRoot>(page.Text, line).Lines is not { } root)
            return new PageFacts(null, Read<BuildingFigures>(page.Text, line), null);
        CheckRoot(root, page, line);
        var facts = root.Form switch
        {
            PageRoot.BuildingForm => new PageFacts(root, Read<BuildingFigures>(page.Text, line), null),
            PageRoot.PeriodForm => new PageFacts(root, null, Read<PeriodFigures>(page.Text, line)),
            _ => throw new FaultException(line, $"unknown form of a page: {root.Form}"),
        };
        return facts.Period is not { } period || (period.AccountId == root.SubjectId && period.Through == root.Day)
            ? facts
            : throw new FaultException(line, "the page says of itself what no page can");
    }

    private static void CheckRoot(PageRoot root, FiledPage page, int line)
    {
        if (root.SnapshotId != page.SnapshotId) throw new FaultException(line, "the page has another id than its file");
        if (root.Leaves is < 1 or > PageRoot.MaxLeaves || root.Version < 1
            || (root.Version > 1) != (root.Reason is not null))
        {
            throw new FaultException(line, "the page says of itself what no page can");
        }

        Hex.Of(root.Root, "root", line);
    }

    private static T Read<T>(string text, int line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, s_json) ?? throw new JsonException();
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new FaultException(line, "the text of the page is no page");
        }
    }

    private sealed record OnlyRoot(PageRoot? Lines = null);
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

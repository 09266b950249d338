using System.Security.Cryptography;
using System.Text;

namespace CivicPlatform.Funds.Proofs;

/// <summary>
/// What a public page says of the lines behind it and of itself; it stands inside the text that the page hashes, so
/// that no page can pass for that of another day, building or version.
/// </summary>
/// <param name="Form"><see cref="BuildingForm"/> or <see cref="PeriodForm"/>.</param>
/// <param name="SubjectId">The collection, or the account.</param>
/// <param name="Day">Civil day, or the last of the period.</param>
/// <param name="Version">1, or more for a correction.</param>
/// <param name="Reason">Why it was corrected.</param>
/// <param name="Leaves">How many lines.</param>
/// <param name="Root">Merkle root over them, 64 hexadecimal digits (<see cref="MerkleTree"/>).</param>
public sealed record PageRoot(
    string Form, Guid SnapshotId, Guid SubjectId, DateOnly Day, int Version, string? Reason, int Leaves, string Root)
{
    /// <summary>The daily page of a building (RAISE-10).</summary>
    public const string BuildingForm = "civic-building-page/1";

    /// <summary>The page of an account over a period (FUND-25).</summary>
    public const string PeriodForm = "civic-period-page/1";

    /// <summary>Most lines of one page.</summary>
    public const int MaxLeaves = 20_000;

    /// <summary>The hash of a page: SHA-256 of the hash before it (nothing for the first), then its text.</summary>
    public static byte[] HashOf(ReadOnlySpan<byte> previous, string text) =>
        SHA256.HashData([.. previous, .. Encoding.UTF8.GetBytes(text)]);
}

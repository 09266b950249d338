using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CivicPlatform.Kernel.Seals;

/// <summary>Committed rows of one table, chained to the block before (封存块).</summary>
/// <param name="Number">From 1, without a gap.</param>
/// <param name="SealedAt">When, to the microsecond.</param>
/// <param name="Rows">The rows that this snapshot sees and the one of the block before did not.</param>
/// <param name="Total">Rows of the chain up to here.</param>
/// <param name="Previous">Head of the block before; empty for the first.</param>
public sealed record SealBlock(
    long Number, DateTimeOffset SealedAt, SealedRows Rows, long Total, byte[] Previous)
{
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>
    /// sha256(previous head || everything that the block says), so that nothing of it can change alone.
    /// </summary>
    public byte[] Head(string chain)
    {
        var form = string.Create(CultureInfo.InvariantCulture,
            $"{chain}\n{Number}\n{TextOf(SealedAt)}\n{Rows.Snapshot}\n{Total}\n{Rows.Keys.Count}\n" +
            $"{Hex(RowDigest.Of(Rows.Columns))}\n{Hex(RowDigest.Of(Rows.Keys))}\n" +
            $"{Hex(SHA256.HashData(Rows.Digests))}");
        return SHA256.HashData([.. Previous, .. Encoding.UTF8.GetBytes(form)]);
    }

    /// <summary>UTC with microseconds, as it stands in heads and lines.</summary>
    public static string TextOf(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="TextOf"/> wrote.</summary>
    public static bool TryReadTime(string text, out DateTimeOffset instant) => DateTimeOffset.TryParseExact(
        text, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

/// <summary>The rows of a block by key and digest, which is what lets a single bad row be named.</summary>
/// <param name="Snapshot">Text of the <see cref="TransactionSnapshot"/> that sees them.</param>
/// <param name="Columns">The columns that the digests cover; a column that came later is not among them.</param>
/// <param name="Keys">By transaction, then key.</param>
/// <param name="Digests">One <see cref="RowDigest"/> after the other, in the order of the keys.</param>
public sealed record SealedRows(
    string Snapshot, IReadOnlyList<string> Columns, IReadOnlyList<string> Keys, byte[] Digests)
{
    /// <summary>The digest at a place.</summary>
    public ReadOnlySpan<byte> DigestAt(int index) => Digests.AsSpan(index * RowDigest.Size, RowDigest.Size);
}

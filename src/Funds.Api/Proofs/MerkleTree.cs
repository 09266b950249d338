using System.Security.Cryptography;
using System.Text;

namespace CivicPlatform.Funds.Proofs;

/// <summary>
/// One hash over many lines in the shape of RFC 6962, from which a path shows that a line is among them. An odd node
/// rises as it is and is never doubled: two lists never share a root. Depends on nothing; the stand-alone verifier
/// compiles the same file.
/// </summary>
public static class MerkleTree
{
    /// <summary>Bytes of a hash and of a salt.</summary>
    public const int HashSize = 32;

    // A leaf and an inner node never have the same hash: what stands inside cannot be sold as a line.
    private const byte LeafPrefix = 0, NodePrefix = 1;

    /// <summary>SHA-256 of 0x00, the salt (32 bytes), the text in UTF-8.</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> salt, string text)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, HashSize);
        return SHA256.HashData([LeafPrefix, .. salt, .. Encoding.UTF8.GetBytes(text)]);
    }

    /// <summary>The root over at least one leaf, in their order.</summary>
    public static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        ArgumentOutOfRangeException.ThrowIfZero(leaves.Count);
        var level = leaves;
        while (level.Count > 1) level = Above(level);
        return level[0];
    }

    /// <summary>The siblings of a leaf, from the leaves upwards; a level on which it has none adds nothing.</summary>
    public static IReadOnlyList<byte[]> Path(IReadOnlyList<byte[]> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Count);
        var path = new List<byte[]>();
        for (var level = leaves; level.Count > 1; level = Above(level), index /= 2)
        {
            var sibling = index ^ 1;
            if (sibling < level.Count) path.Add(level[sibling]);
        }

        return path;
    }

    /// <summary>The root that leaf and path give; null when the path is not as long as the tree asks for.</summary>
    public static byte[]? RootFrom(byte[] leaf, int index, int leaves, IReadOnlyList<byte[]> path)
    {
        if (index < 0 || index >= leaves) return null;
        var (hash, used) = (leaf, 0);
        for (var width = leaves; width > 1; width = (width + 1) / 2, index /= 2)
        {
            if ((index ^ 1) >= width) continue; // Odd and last: it rises as it is.
            if (used == path.Count) return null;
            var sibling = path[used++];
            hash = index % 2 == 0 ? NodeHash(hash, sibling) : NodeHash(sibling, hash);
        }

        return used == path.Count ? hash : null;
    }

    private static List<byte[]> Above(IReadOnlyList<byte[]> level)
    {
        var above = new List<byte[]>((level.Count + 1) / 2);
        for (var i = 0; i + 1 < level.Count; i += 2) above.Add(NodeHash(level[i], level[i + 1]));
        if (level.Count % 2 == 1) above.Add(level[^1]);
        return above;
    }

    private static byte[] NodeHash(byte[] left, byte[] right) => SHA256.HashData([NodePrefix, .. left, .. right]);
}

using System.Security.Cryptography;
using System.Text;

namespace CivicPlatform.Funds.Tests.Disclosure;

/// <summary>
/// The tree as RFC 6962, section 2.1, writes it down: by halves and without a thought for speed. Shares no line with
/// the one it checks.
/// </summary>
internal static class NaiveTree
{
    public static string Leaf(string salt, string text) =>
        Sha("00" + salt + Convert.ToHexString(Encoding.UTF8.GetBytes(text)));

    /// <summary>MTH(D[n]) = H(0x01 || MTH(D[0:k]) || MTH(D[k:n])), k the largest power of two below n.</summary>
    public static string Root(ReadOnlySpan<string> leaves)
    {
        if (leaves.Length == 1) return leaves[0];
        var k = Half(leaves.Length);
        return Sha("01" + Root(leaves[..k]) + Root(leaves[k..]));
    }

    /// <summary>PATH(m, D[n]), leaf first.</summary>
    public static List<string> Path(int m, ReadOnlySpan<string> leaves)
    {
        if (leaves.Length == 1) return [];
        var k = Half(leaves.Length);
        return m < k
            ? [.. Path(m, leaves[..k]), Root(leaves[k..])]
            : [.. Path(m - k, leaves[k..]), Root(leaves[..k])];
    }

    /// <summary>The root of leaf and path, by the same halves.</summary>
    public static string Climb(string leaf, int m, int n, IReadOnlyList<string> path)
    {
        if (n == 1) return path.Count == 0 ? leaf : "too long";
        if (path.Count == 0) return "too short";
        var (k, below, top) = (Half(n), path.Take(path.Count - 1).ToArray(), path[^1]);
        return m < k ? Sha("01" + Climb(leaf, m, k, below) + top) : Sha("01" + top + Climb(leaf, m - k, n - k, below));
    }

    public static string Sha(string hex)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(Convert.FromHexString(hex)));
        }
        catch (FormatException)
        {
            return "no hash";
        }
    }

    private static int Half(int n)
    {
        var k = 1;
        while (k * 2 < n) k *= 2;
        return k;
    }
}

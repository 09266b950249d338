using CivicPlatform.Funds.Proofs;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>
/// Makes the ids and salts of lines from a key that no database holds: a page stores neither, and who has one proof
/// can guess no neighbour's line from the hashes beside it (PRIV-12).
/// </summary>
public sealed class LineSalts(FieldCipher cipher)
{
    private const int IdLength = 32;

    /// <summary>The opaque id of a unit's line, the same on every page of its subject, so that order stays.</summary>
    public string IdOf(Guid subject, Guid unit) =>
        Convert.ToHexStringLower(cipher.Hash($"civic-line/1|{subject}|{unit}"))[..IdLength];

    /// <summary>32 bytes; another one on every page and for every line.</summary>
    public byte[] SaltOf(Guid page, string lineId) => cipher.Hash($"civic-salt/1|{page}|{lineId}");

    /// <summary>The leaves of a page in their order.</summary>
    public IReadOnlyList<byte[]> LeavesOf(Guid page, IReadOnlyList<string> lines) =>
        [.. lines.Select(text => MerkleTree.LeafHash(SaltOf(page, PageLine.Read(text).Id), text))];
}

using System.Security.Cryptography;
using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.Funds.Tests.Disclosure;

/// <summary>Our tree against the one of the book, over every number of lines from 1 to 300.</summary>
public sealed class MerkleTreeTests
{
    [Fact, Trait("rule", "RAISE-10")]
    public void the_root_and_every_path_are_those_of_RFC_6962()
    {
        for (var count = 1; count <= 300; count++)
        {
            var leaves = Leaves(count);
            string[] texts = [.. leaves.Select(Convert.ToHexStringLower)];
            var root = NaiveTree.Root(texts);
            Assert.Equal(root, Hex(MerkleTree.Root(leaves)));
            var places = count < 40 ? Enumerable.Range(0, count) : [0, count / 3, count / 2, count - 2, count - 1];
            foreach (var index in places)
            {
                var path = MerkleTree.Path(leaves, index);
                Assert.Equal(NaiveTree.Path(index, texts), path.Select(Convert.ToHexStringLower));
                Assert.Equal(root, Hex(MerkleTree.RootFrom(leaves[index], index, count, path)));
                Assert.Equal(root, NaiveTree.Climb(texts[index], index, count, [.. path.Select(Hex)]));
            }
        }
    }

    [Fact, Trait("rule", "RAISE-10")]
    public void a_path_proves_one_leaf_at_one_place_and_nothing_else()
    {
        for (var count = 2; count <= 40; count++)
        {
            var leaves = Leaves(count);
            var root = MerkleTree.Root(leaves);
            for (var index = 0; index < count; index++)
            {
                var path = MerkleTree.Path(leaves, index);
                Assert.NotEqual(root, MerkleTree.RootFrom(leaves[(index + 1) % count], index, count, path));
                Assert.Null(MerkleTree.RootFrom(leaves[index], index, count, [.. path, leaves[0]]));
                Assert.Null(MerkleTree.RootFrom(leaves[index], index, count, [.. path.Skip(1)]));
                Assert.Null(MerkleTree.RootFrom(leaves[index], count, count, path));
                Assert.Null(MerkleTree.RootFrom(leaves[index], -1, count, path));
                for (var other = 0; other < count; other++)
                    if (other != index) Assert.NotEqual(root, MerkleTree.RootFrom(leaves[index], other, count, path));
            }
        }
    }

    [Fact, Trait("rule", "RAISE-10")]
    public void a_node_inside_passes_for_no_leaf_and_an_odd_leaf_is_never_doubled()
    {
        var leaves = Leaves(3);
        // Were leaves and nodes hashed alike, this text would be a line of a list of two.
        var inner = MerkleTree.Root(leaves[..2]);
        Assert.NotEqual(Hex(inner), NaiveTree.Leaf(Hex(leaves[0]), ""));
        Assert.NotEqual(Hex(inner), Hex(SHA256.HashData([.. leaves[0], .. leaves[1]])));
        Assert.NotEqual(MerkleTree.Root(leaves), MerkleTree.Root([.. leaves, leaves[2]]));
    }

    [Fact]
    public void a_leaf_hashes_its_salt_and_its_text()
    {
        var salt = RandomNumberGenerator.GetBytes(32);
        Assert.Equal(NaiveTree.Leaf(Hex(salt), "一行"), Hex(MerkleTree.LeafHash(salt, "一行")));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.LeafHash(salt.AsSpan(1), "一行"));
    }

    private static List<byte[]> Leaves(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => RandomNumberGenerator.GetBytes(32))];

    private static string Hex(byte[]? hash) => hash is null ? "" : Convert.ToHexStringLower(hash);
}

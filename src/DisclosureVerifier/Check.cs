using System.Text.Json;
using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.DisclosureVerifier;

/// <summary>A page that some file holds.</summary>
public sealed record SeenPage(string File, FiledPage Page, PageFacts Facts);

/// <summary>Checks each file by itself; throws at the first fault.</summary>
/// <param name="say">Takes what was checked, a sentence each.</param>
public sealed class Check(Action<string> say)
{
    /// <summary>The page that a proof or a list is about, or every page of a chain.</summary>
    public IReadOnlyList<SeenPage> Run(DisclosureFile file) => file.First switch
    {
        { Proof: { } proof } => [RunProof(file.Name, proof)],
        { Lines: { } header } => [RunLines(file, header)],
        _ => new ChainCheck(say).Run(file, file.First.Chain!),
    };

    private SeenPage RunProof(string name, LineProof proof)
    {
        if (proof.Format != LineProof.CurrentFormat) throw new FaultException(1, $"unknown format {proof.Format}");
        var facts = PageFacts.Of(proof.Page, 1);
        var root = facts.Lines ?? throw new FaultException(1, "the page has no root: nothing can be proven of it");
        var line = ReadLine(proof.Leaf, 1);
        var leaf = MerkleTree.LeafHash(Hex.Of(proof.Salt, "salt", 1), proof.Leaf);
        var path = proof.Path.Select(hash => Hex.Of(hash, "a hash of the path", 1)).ToArray();
        var climbed = MerkleTree.RootFrom(leaf, proof.Index, root.Leaves, path);
        if (climbed is null || Convert.ToHexStringLower(climbed) != root.Root)
            throw new FaultException(1, "the line is not among those of the page: leaf and path do not give its root");
        say($"{facts.Title}: this line is number {proof.Index + 1} of {root.Leaves}: {Describe(line)}");
        return new SeenPage(name, proof.Page, facts);
    }

    private SeenPage RunLines(DisclosureFile file, LinesHeader header)
    {
        if (header.Format != LinesHeader.CurrentFormat) throw new FaultException(1, $"unknown format {header.Format}");
        var facts = PageFacts.Of(header.Page, 1);
        var root = facts.Lines ?? throw new FaultException(1, "the page has no root: its lines cannot be checked");
        if (file.Rest.Count != root.Leaves)
        {
            throw new FaultException(
                0, $"a line was removed or added: the page has {root.Leaves}, the file {file.Rest.Count}");
        }

        var (leaves, lines) = (new List<byte[]>(root.Leaves), new List<PageLine>(root.Leaves));
        foreach (var (number, entry) in file.Rest)
        {
            lines.Add(ReadLine(entry.Line!.Leaf, number));
            leaves.Add(MerkleTree.LeafHash(Hex.Of(entry.Line.Salt, "salt", number), entry.Line.Leaf));
        }

        if (Convert.ToHexStringLower(MerkleTree.Root(leaves)) != root.Root)
            throw new FaultException(0, "a line was changed: the lines do not give the root of the page");
        Recount.Compare(facts, lines);
        say($"{facts.Title}: all {root.Leaves} lines give its root and add up to it, to the fen: {Figures(facts)}");
        return new SeenPage(file.Name, header.Page, facts);
    }

    private static string Figures(PageFacts facts) => facts switch
    {
        { Building: { } b } =>
            $"collected {b.Collected} of {b.Receivable}, {b.HouseholdsPaid} of {b.Households} households paid",
        { Period: { } p } => $"{p.Opening} + {p.Deposited} + {p.Gained} - {p.Spent} = {p.Closing}",
        _ => "",
    };

    private static PageLine ReadLine(string leaf, int number)
    {
        try
        {
            var line = PageLine.Read(leaf);
            return Recount.IsSound(line) ? line : throw new FaultException(number, "the line contradicts itself");
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new FaultException(number, "the line is none");
        }
    }

    private static string Describe(PageLine line) => line.Line switch
    {
        PageLine.Household => $"bill {line.Bill}, paid {line.Paid}, credit {line.Credit}, " +
            (line.PaidInFull is true ? "paid in full" : "not paid in full"),
        PageLine.Account =>
            $"{line.Kind}: opening {line.Opening}, in {line.In}, out {line.Out}, closing {line.Closing}",
        PageLine.Advance => $"advance {line.Amount}, repaid {line.Repaid}",
        _ => $"spending {line.Amount}",
    };
}

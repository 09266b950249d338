using CivicPlatform.Kernel.Seals;

namespace CivicPlatform.Cli.Verify;

/// <summary>The first thing of a chain that is not as it was sealed.</summary>
/// <param name="Table">Table of the row, or the seal file.</param>
/// <param name="Key">Names the row: <c>seq=17</c>.</param>
/// <param name="What">What differs, as the end of a sentence.</param>
public sealed record Fault(string Service, string Table, string Key, string What)
{
    public override string ToString() => $"BAD {Service} {Table} {Key}: {What}";
}

/// <summary>What was found out about one chain.</summary>
/// <param name="Summary">A line for people: up to when it is sealed, and how many rows.</param>
/// <param name="Fault">Null when everything holds.</param>
public sealed record ChainReport(string Summary, Fault? Fault)
{
    /// <summary>What the sealer still owes; null when it owes nothing, and beside a fault.</summary>
    internal (SealedTable Table, UnsealedRows Rows)? Unsealed { get; init; }
}

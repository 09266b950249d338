namespace CivicPlatform.Funds.Proofs;

/// <summary>A closed page as a file carries it; hashes in lower-case hexadecimal.</summary>
/// <param name="Text">The exact text that was hashed.</param>
/// <param name="PreviousHash">Empty before the first page.</param>
public sealed record FiledPage(Guid SnapshotId, string Text, string PreviousHash, string Hash);

/// <summary>That one line is among those of a page, without any other (证明).</summary>
/// <param name="Leaf">The exact text of the line.</param>
/// <param name="Salt">64 hexadecimal digits; keeps the lines of the neighbours unguessable.</param>
/// <param name="Index">Place of the leaf from 0.</param>
/// <param name="Path">Siblings from the leaf upwards.</param>
public sealed record LineProof(
    string Format, FiledPage Page, string Leaf, string Salt, int Index, IReadOnlyList<string> Path)
{
    /// <summary>The form of such a file.</summary>
    public const string CurrentFormat = "civic-line-proof/1";
}

/// <summary>First line of the whole list of a page's lines; the lines follow in their order.</summary>
public sealed record LinesHeader(string Format, FiledPage Page)
{
    /// <summary>The form of such a file.</summary>
    public const string CurrentFormat = "civic-page-lines/1";
}

/// <summary>A line of the list.</summary>
public sealed record SaltedLine(string Leaf, string Salt);

/// <summary>First line of a chain; the pages follow in the order in which they were closed.</summary>
/// <param name="Group">Building.</param>
/// <param name="Pages">How many follow.</param>
/// <param name="Next">Last page of this file, when others come after it in a further file; else absent.</param>
public sealed record ChainHeader(string Format, Guid SubjectId, string Group, int Pages, Guid? Next = null)
{
    /// <summary>The form of such a file.</summary>
    public const string CurrentFormat = "civic-page-chain/1";

    /// <summary>Most pages of one file.</summary>
    public const int MaxPages = 400;
}

/// <summary>One line of any of the files: exactly one member is set.</summary>
public sealed record FileLine(
    LineProof? Proof = null, LinesHeader? Lines = null, SaltedLine? Line = null, ChainHeader? Chain = null,
    FiledPage? Page = null)
{
    /// <summary>What the files are served as: one JSON object a line.</summary>
    public const string MediaType = "application/x-ndjson";
}

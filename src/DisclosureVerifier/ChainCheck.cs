using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.DisclosureVerifier;

/// <summary>Checks that each page of a chain was hashed over the one before.</summary>
internal sealed class ChainCheck(Action<string> say)
{
    public List<SeenPage> Run(DisclosureFile file, ChainHeader header)
    {
        if (header.Format != ChainHeader.CurrentFormat) throw new FaultException(1, $"unknown format {header.Format}");
        if (header.Pages < 1 || header.Pages != file.Rest.Count)
        {
            throw new FaultException(
                0, $"a page was removed or added: the header says {header.Pages}, the file has {file.Rest.Count}");
        }

        var pages = new List<SeenPage>(file.Rest.Count);
        foreach (var (number, entry) in file.Rest)
        {
            var page = new SeenPage(file.Name, entry.Page!, PageFacts.Of(entry.Page!, number));
            Belongs(header, page.Facts, number);
            if (pages.Count > 0) Follows(pages[^1], page, number);
            pages.Add(page);
        }

        if (header.Next is { } next && next != pages[^1].Page.SnapshotId)
            throw new FaultException(1, "the header names another last page than the file has");
        var rootless = pages.Count(page => page.Facts.Lines is null);
        say($"chain of building {header.Group}: {pages.Count} pages, each hashed over the one before; last page " +
            $"{pages[^1].Page.Hash}" + (rootless > 0 ? $"; {rootless} of them are from before lines had a root" : ""));
        return pages;
    }

    private static void Belongs(ChainHeader header, PageFacts facts, int line)
    {
        if (facts.Building != header.Group || (facts.Lines is { } root && root.SubjectId != header.SubjectId))
            throw new FaultException(line, "the page is of another subject than the chain");
    }

    private static void Follows(SeenPage before, SeenPage page, int line)
    {
        if (page.Page.PreviousHash != before.Page.Hash)
            throw new FaultException(line, "the chain is broken: the page was hashed over another one");
        if (before.Facts.Lines is not { } last) return; // It does not say of which day it is.
        var next = page.Facts.Lines ?? throw new FaultException(line, "a page without a root after one that has it");
        var isNext = next.Day == last.Day ? next.Version == last.Version + 1 : next.Day > last.Day && next.Version == 1;
        if (!isNext) throw new FaultException(line, "the pages are not in the order of their days and versions");
    }
}

using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.DisclosureVerifier;

/// <summary>Checks that each page of a chain was hashed over the one before.</summary>
internal sealed class ChainCheck(Action<string> say)
{
    private readonly Dictionary<DateOnly, int> _versions = [];

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
            if (page.Facts.Lines is { } root) _versions[root.Day] = root.Version;
            pages.Add(page);
        }

        Meet(pages);
        if (header.Next is { } next && next != pages[^1].Page.SnapshotId)
            throw new FaultException(1, "the header names another last page than the file has");
        var rootless = pages.Count(page => page.Facts.Lines is null);
        var whose = header.Group.Length > 0 ? $"building {header.Group}" : "the account";
        say($"chain of {whose}: {pages.Count} pages, each hashed over the one before; last page {pages[^1].Page.Hash}" +
            (rootless > 0 ? $"; {rootless} of them are from before lines had a root" : ""));
        return pages;
    }

    private static void Belongs(ChainHeader header, PageFacts facts, int line)
    {
        if (facts.Group != header.Group || (facts.Lines is { } root && root.SubjectId != header.SubjectId))
            throw new FaultException(line, "the page is of another subject than the chain");
    }

    private void Follows(SeenPage before, SeenPage page, int line)
    {
        if (page.Page.PreviousHash != before.Page.Hash)
            throw new FaultException(line, "the chain is broken: the page was hashed over another one");
        if (before.Facts.Lines is not { } last) return; // It does not say of which day it is.
        var next = page.Facts.Lines ?? throw new FaultException(line, "a page without a root after one that has it");
        // An earlier period may be corrected after a later one was closed, an earlier day not.
        var isBack = next.Day < last.Day;
        var known = _versions.GetValueOrDefault(next.Day, isBack ? next.Version - 1 : 0); // Older ones stand elsewhere.
        if ((isBack && page.Facts.Period is null) || next.Version != known + 1)
            throw new FaultException(line, "the pages are not in the order of their days and versions");
    }

    // The newest pages of neighbouring periods meet; where they do not, the books of the earlier one went on.
    private static void Meet(IEnumerable<SeenPage> pages)
    {
        PeriodFigures? before = null;
        foreach (var page in pages.Where(p => p.Facts.Period is not null).GroupBy(p => p.Facts.Period!.Through)
            .OrderBy(g => g.Key).Select(g => g.Last().Facts.Period!))
        {
            if (before is not null && before.Through.AddDays(1) == page.From && before.Closing != page.Opening)
            {
                throw new FaultException(
                    0, $"the period to {before.Through:yyyy-MM-dd} closes with {before.Closing}, " +
                    $"the next opens with {page.Opening}: a correction of the earlier page is missing");
            }

            before = page;
        }
    }
}

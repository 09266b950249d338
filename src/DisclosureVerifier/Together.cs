namespace CivicPlatform.DisclosureVerifier;

/// <summary>Holds the files against each other: the same page for everybody, and in the public chain.</summary>
public sealed class Together(IReadOnlyList<(DisclosureFile File, IReadOnlyList<SeenPage> Pages)> files)
{
    /// <summary>Throws when two files contradict each other; gives what could not be checked.</summary>
    public IReadOnlyList<string> Run(string? postedHash)
    {
        var all = files.SelectMany(f => f.Pages).ToArray();
        foreach (var page in all.GroupBy(p => Name(p.Facts)).Where(g => g.Key is not null))
        {
            if (page.Select(p => p.Page.Hash).Distinct().Skip(1).Any())
                throw new FaultException(0, $"two files differ in the {page.First().Facts.Title}");
        }

        if (postedHash is not null && all.All(p => p.Page.Hash != postedHash))
            throw new FaultException(0, "none of the files holds the page that was posted");
        return [.. Chains(), .. Pages(postedHash)];
    }

    private static (Guid, string, DateOnly, int)? Name(PageFacts facts) =>
        facts.Lines is { } root ? (root.SubjectId, facts.Group, root.Day, root.Version) : null;

    private IEnumerable<string> Chains()
    {
        var chains = files.Where(f => f.File.First.Chain is not null).ToArray();
        var (heads, befores) = (chains.Select(c => c.Pages[^1].Page.Hash).ToHashSet(),
            chains.Select(c => c.Pages[0].Page.PreviousHash).ToHashSet());
        foreach (var (file, pages) in chains)
        {
            var before = pages[0].Page.PreviousHash;
            if (before.Length > 0 && !heads.Contains(before))
                yield return $"{file.Name}: the chain starts in the middle; what stood before {before} is in no file";
            if (file.First.Chain!.Next is not null && !befores.Contains(pages[^1].Page.Hash))
                yield return $"{file.Name}: more pages follow in a further file (after={pages[^1].Page.SnapshotId})";
        }
    }

    private IEnumerable<string> Pages(string? postedHash)
    {
        foreach (var (file, pages) in files.Where(f => f.File.First.Chain is null))
        {
            var page = pages[0];
            var root = page.Facts.Lines!;
            var chain = files.Where(f => f.File.First.Chain is { } c && c.SubjectId == root.SubjectId
                && c.Group == page.Facts.Group).SelectMany(f => f.Pages).ToArray();
            if (page.Page.Hash == postedHash || chain.Any(p => p.Page.Hash == page.Page.Hash)) continue;
            var days = chain.Where(p => p.Facts.Lines is not null).Select(p => p.Facts.Lines!.Day).ToArray();
            if (days.Length > 0 && root.Day >= days.Min() && root.Day <= days.Max())
                throw new FaultException(0, $"{file.Name}: the page is not in the public chain of its building");
            yield return $"{file.Name}: that everybody is shown this page; compare its hash {page.Page.Hash} with " +
                "the public page, or give the public chain as a further file";
        }
    }
}

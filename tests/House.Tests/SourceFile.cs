namespace CivicPlatform.House.Tests;

/// <summary>A C# file of the checkout that people wrote.</summary>
public sealed record SourceFile(string Path, string[] Lines)
{
    /// <summary>The folder with CivicPlatform.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>All files below <c>src</c> and <c>tests</c>.</summary>
    public static IReadOnlyList<SourceFile> All { get; } = [.. Read("src"), .. Read("tests"), .. Read("bench")];

    /// <summary>The production files.</summary>
    public static IEnumerable<SourceFile> Production =>
        All.Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal));

    private static IEnumerable<SourceFile> Read(string folder)
    {
        var full = System.IO.Path.Combine(Root, folder);
        return !Directory.Exists(full) ? [] : Directory.EnumerateFiles(full, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal))
            .Select(path => new SourceFile(System.IO.Path.GetRelativePath(Root, path), File.ReadAllLines(path)));
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "CivicPlatform.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests run inside a checkout.");
    }
}

/// <summary>Known debts by rule; the list may only shrink: a line that no longer stands for a debt fails too.</summary>
public static class Ratchet
{
    /// <summary>
    /// Fails for a finding that is not in debts.txt, and for a line of debts.txt without its finding.
    /// </summary>
    public static void Holds(string rule, IEnumerable<string> findings)
    {
        var found = findings.Order(StringComparer.Ordinal).ToArray();
        var known = File.ReadAllLines(Path.Combine(SourceFile.Root, "tests", "House.Tests", "debts.txt"))
            .Where(line => line.StartsWith($"{rule}: ", StringComparison.Ordinal))
            .Select(line => line[(rule.Length + 2)..]).ToArray();
        var fresh = found.Except(known).ToArray();
        var paid = known.Except(found).ToArray();
        Assert.True(fresh.Length == 0, $"{rule}:\n{string.Join('\n', fresh)}");
        Assert.True(paid.Length == 0, $"Paid debts, delete them from debts.txt:\n{string.Join('\n', paid)}");
    }
}

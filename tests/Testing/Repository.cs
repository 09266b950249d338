namespace CivicPlatform.Testing;

/// <summary>Where the checkout lies, and the shared data beside it.</summary>
public static class Repository
{
    /// <summary>The folder with CivicPlatform.sln, found upward from the test's own folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file of the checkout.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file of the shared data; skips the test, loudly, where that folder is absent.</summary>
    public static string SharedData(params string[] parts)
    {
        var path = Path.Combine([Root, "..", "shared", "data", .. parts]);
        Assert.SkipUnless(File.Exists(path), $"NOT RUN: shared data {Path.Combine(parts)} is absent.");
        return path;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CivicPlatform.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests run inside a checkout.");
    }
}

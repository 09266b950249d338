namespace CivicPlatform.Kernel;

/// <summary>The facts that are compiled into this assembly: calendars and policy profiles.</summary>
internal static class EmbeddedText
{
    private const string Prefix = "CivicPlatform.Kernel.";

    /// <summary>Names of the embedded files in a folder, without the common prefix, in ordinal order.</summary>
    public static IReadOnlyList<string> Names(string folder) =>
        [.. typeof(EmbeddedText).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix + folder + ".", StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .Order(StringComparer.Ordinal)];

    /// <summary>The text with LF line ends, so that a hash of it is the same on every checkout.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new InvalidOperationException($"{name} is not embedded in the Kernel.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    public static IEnumerable<string> Lines(string name) =>
        Read(name).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

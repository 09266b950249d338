namespace CivicPlatform.Cli.Keys;

/// <summary><c>keys DATA_DIR</c>: makes the keys that are missing; a second run changes nothing.</summary>
public static class KeysVerb
{
    public static Verb Verb { get; } = new(
        "keys", "DATA_DIR", "makes the signing, data and seal keys of a data folder where they are missing", RunAsync);

    private static Task<int> RunAsync(Arguments arguments, CancellationToken ct)
    {
        var folder = new DataFolder(arguments.Word("DATA_DIR"));
        arguments.Done();
        var made = KeyStore.Ensure(folder);
        foreach (var path in made) Console.Out.WriteLine($"made {path}");
        if (made.Count == 0) Console.Out.WriteLine($"keys in {folder.Keys} are complete");
        return Task.FromResult(0);
    }
}

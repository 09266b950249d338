namespace CivicPlatform.Cli.Keys;

/// <summary><c>keys DATA_DIR</c>: makes the keys that are missing; a second run changes nothing.</summary>
public static class KeysVerb
{
    public static Verb Verb { get; } = new(
        "keys", "DATA_DIR", "makes the signing, data and seal keys of a data folder where they are missing", RunAsync);

    /// <summary><c>rotate-key</c>: a new data key; the services write old values again under it.</summary>
    public static Verb Rotate { get; } = new(
        "rotate-key", "[--data-dir DIR]", "adds a data key and makes it current; restart the services afterwards",
        RotateAsync);

    private static Task<int> RotateAsync(Arguments arguments, CancellationToken ct)
    {
        var folder = new DataFolder(arguments.Option("data-dir") ?? DataFolder.DefaultPath);
        arguments.Done();
        Console.Out.WriteLine($"new values will be under {KeyStore.RotateDataKey(folder)}; restart the services, and " +
            "they write the old ones again, batch by batch");
        return Task.FromResult(0);
    }

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

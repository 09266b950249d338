namespace CivicPlatform.Cli;

/// <summary>A parsed command line: words, <c>--name value</c> and <c>--name=value</c>.</summary>
/// <remarks>
/// Every option has a value, except that an option at the end or before another option is a switch with the
/// value "true". What a verb did not ask for is refused by <see cref="Done"/>, so that a typing error never passes.
/// </remarks>
public sealed class Arguments
{
    private readonly Queue<string> _words = new();
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    private Arguments() { }

    public static Arguments Parse(IReadOnlyList<string> args)
    {
        var parsed = new Arguments();
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                parsed._words.Enqueue(args[i]);
                continue;
            }

            var parts = args[i][2..].Split('=', 2);
            var value = parts.Length == 2 ? parts[1] : IsWord(args, i + 1) ? args[++i] : "true";
            if (!parsed._options.TryAdd(parts[0], value)) throw new UsageException($"--{parts[0]} is given twice");
        }

        return parsed;
    }

    private static bool IsWord(IReadOnlyList<string> args, int at) =>
        at < args.Count && !args[at].StartsWith("--", StringComparison.Ordinal);

    /// <summary>Takes the next word; <paramref name="what"/> names it when it is missing.</summary>
    public string Word(string what) =>
        _words.TryDequeue(out var word) ? word : throw new UsageException($"{what} is missing");

    /// <summary>Takes an option that may be absent.</summary>
    public string? Option(string name) => _options.Remove(name, out var value) ? value : null;

    /// <summary>Takes an option that must be there.</summary>
    public string Required(string name) => Option(name) ?? throw new UsageException($"--{name} is missing");

    /// <summary>Takes a comma-separated option that must name at least one thing.</summary>
    public IReadOnlyList<string> RequiredList(string name)
    {
        var items = Required(name).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return items.Length > 0 ? items : throw new UsageException($"--{name} is empty");
    }

    /// <summary>Takes a whole number within bounds, or the default.</summary>
    public int Number(string name, int absent, int min, int max)
    {
        if (Option(name) is not { } text) return absent;
        return int.TryParse(text, out var number) && number >= min && number <= max
            ? number
            : throw new UsageException($"--{name} must be a whole number from {min} to {max}");
    }

    /// <summary>Refuses whatever nobody took.</summary>
    public void Done()
    {
        if (_words.TryPeek(out var word)) throw new UsageException($"'{word}' is not understood");
        if (_options.Count > 0) throw new UsageException($"--{_options.Keys.First()} is not an option of this verb");
    }
}

namespace CivicPlatform.Cli;

/// <summary>One command of the tool: <c>NAME</c>, how to call it, and what it does.</summary>
/// <param name="Name">The first word on the command line.</param>
/// <param name="Usage">The words after it, as printed by <c>help</c>.</param>
/// <param name="Summary">One line for <c>help</c>.</param>
/// <param name="Run">Does the work and returns the exit code.</param>
public sealed record Verb(string Name, string Usage, string Summary, Func<Arguments, CancellationToken, Task<int>> Run)
{
    private const int Failed = 1, Misused = 2, Interrupted = 130;

    /// <summary>Runs the verb that <paramref name="args"/> name. A refusal is one sentence on standard error.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<Verb> verbs, string[] args, CancellationToken ct)
    {
        if (args.Length == 0 || args[0] is "help" or "--help" or "-h")
        {
            Console.Out.WriteLine(string.Join('\n', verbs.Select(v => $"{v.Name} {v.Usage}\n    {v.Summary}")));
            return args.Length == 0 ? Misused : 0;
        }

        var verb = verbs.FirstOrDefault(v => v.Name == args[0]);
        if (verb is null)
        {
            Console.Error.WriteLine($"civic: there is no verb '{args[0]}'; see ./civic help");
            return Misused;
        }

        if (args.Skip(1).Any(word => word is "--help" or "-h"))
        {
            Console.Out.WriteLine($"usage: ./civic {verb.Name} {verb.Usage}\n    {verb.Summary}");
            return 0; // Before anything acts: whoever asks what a verb does must not have done it.
        }

        try
        {
            return await verb.Run(Arguments.Parse(args[1..]), ct);
        }
        catch (UsageException misuse)
        {
            Console.Error.WriteLine($"civic {verb.Name}: {misuse.Message}\nusage: civic {verb.Name} {verb.Usage}");
            return Misused;
        }
        catch (CivicException failure)
        {
            Console.Error.WriteLine($"civic {verb.Name}: {failure.Message}");
            return Failed;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return Interrupted;
        }
    }
}

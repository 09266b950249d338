using CivicPlatform.Cli;
using CivicPlatform.Cli.Keys;

namespace CivicPlatform.Bench;

/// <summary><c>bench</c>: figures of a running platform beside the floors of the same run.</summary>
public static class BenchVerb
{
    private const int DefaultRounds = 3, DefaultSeconds = 4, DefaultConnections = 32;
    private static readonly string[] Parts = ["cases", "imports", "payments", "latency", "memory"];

    public static Verb Verb { get; } = new(
        "bench",
        $"[--only {string.Join(',', Parts)}] [--rounds N] [--seconds N] [--connections N] [--data-dir DIR]",
        "prints figures of the running platform; absolute ones move with the machine, ratios count",
        RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, CancellationToken ct)
    {
        var only = arguments.Option("only")?.Split(',') ?? Parts;
        if (only.Except(Parts).FirstOrDefault() is { } odd) throw new UsageException($"there is no part '{odd}'");
        var size = new LoadSize(
            arguments.Number("rounds", DefaultRounds, 1, 20), arguments.Number("seconds", DefaultSeconds, 1, 60),
            arguments.Number("connections", DefaultConnections, 1, 256));
        var folder = new DataFolder(arguments.Option("data-dir") ?? DataFolder.DefaultPath);
        arguments.Done();

        var platform = RunningPlatform.Read(folder);
        Console.WriteLine($"{size.Rounds} rounds of {size.Seconds} s, {size.Connections} connections, " +
            $"{Environment.ProcessorCount} cores; load average {File.ReadAllText("/proc/loadavg")[..14]}");
        if (only.Contains("cases")) await CasePosts.RunAsync(platform, size, ct);
        var estate = only.Contains("imports") || only.Contains("payments")
            ? await UnitImports.RunAsync(platform, large: only.Contains("imports"), ct)
            : null;
        if (only.Contains("payments")) await Payments.RunAsync(platform, estate!, size, ct);
        if (only.Contains("latency")) await EventLatency.RunAsync(platform, ct);
        if (only.Contains("memory")) MemoryReport.Print(platform);
        return 0;
    }
}

/// <summary>How much load: rounds of that many seconds with that many connections.</summary>
public sealed record LoadSize(int Rounds, int Seconds, int Connections);

using CivicPlatform.Cli.Keys;
using CivicPlatform.Cli;
namespace CivicPlatform.Bench;

/// <summary><c>bench</c>: figures of a running platform beside the floors of the same run.</summary>
public static class BenchVerb
{
    private const int DefaultRounds = 5, DefaultSeconds = 4, DefaultConnections = 32;
    private static readonly int[] ListLengths = [10_000, 1_000_000, 10_000_000];

    private static readonly string[] Parts =
    [
        "start", "cases", "noise", "lists", "imports", "payments", "crossing", "ballots", "tallies", "motion",
        "snapshots", "latency", "drain", "memory",
    ];

    public static Verb Verb { get; } = new(
        "bench",
        $"[--only {string.Join(',', Parts)}] [--rounds N] [--seconds N] [--connections N] [--large 1] " +
        "[--profile SERVICE] [--results DIR] [--data-dir DIR]",
        "prints figures of the running platform; absolute ones move with the machine, ratios count",
        RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, CancellationToken ct)
    {
        var only = arguments.Option("only")?.Split(',') ?? Parts;
        if (only.Except(Parts).FirstOrDefault() is { } odd) throw new UsageException($"there is no part '{odd}'");
        var size = new LoadSize(
            arguments.Number("rounds", DefaultRounds, 1, 20), arguments.Number("seconds", DefaultSeconds, 1, 60),
            arguments.Number("connections", DefaultConnections, 1, 256));
        var large = arguments.Number("large", 0, 0, 1) == 1;
        var (profiled, results) = (arguments.Option("profile"), arguments.Option("results") ?? "bench/results");
        var platform = RunningPlatform.Read(new DataFolder(arguments.Option("data-dir") ?? DataFolder.DefaultPath));
        arguments.Done();

        var setting = $"{size.Rounds} rounds of {size.Seconds} s, {size.Connections} connections, " +
            $"{Environment.ProcessorCount} cores, load average before {File.ReadAllText("/proc/loadavg")[..14]}";
        Console.WriteLine(setting);
        var report = new Report(setting);
        var run = new BenchRun(platform, size, large, report);
        if (profiled is null) await run.RunAsync(only, ct);
        else await new Profile(platform, profiled, results).AroundAsync(() => run.RunAsync(only, ct), report, ct);
        Console.WriteLine($"\nWritten to {await report.SaveAsync(results, TimeProvider.System.GetUtcNow(), ct)}");
        return 0;
    }

    /// <summary>The parts in their order; some hand the estate that they imported on.</summary>
    private sealed class BenchRun(RunningPlatform platform, LoadSize size, bool large, Report report)
    {
        private Estate? _estate;

        public async Task RunAsync(string[] only, CancellationToken ct)
        {
            if (only.Contains("memory")) MemoryReport.Add(platform, report, "before");
            foreach (var part in Parts.Intersect(only)) await RunPartAsync(part, only, ct);
        }

        private async Task RunPartAsync(string part, string[] only, CancellationToken ct) => await (part switch
        {
            "start" => StartAsync(),
            "noise" => NoisyOffice.RunAsync(platform, size, report, ct),
            "cases" => CasePosts.RunAsync(platform, size, report, ct),
            "lists" => CaseLists.RunAsync(platform, large ? ListLengths : ListLengths[..2], size, report, ct),
            "imports" => EstateAsync(only, ct),
            "payments" => Payments.RunAsync(platform, await EstateAsync(only, ct), size, report, ct),
            "crossing" => Crossing.RunAsync(platform, size, report, ct),
            "ballots" => Ballots.RunAsync(platform, await EstateAsync(only, ct), size, report, ct),
            "tallies" => Tallies.RunAsync(platform, large, size.Rounds, report, ct),
            "motion" => GreatMotion.RunAsync(platform, large, report, ct),
            "snapshots" => Snapshots.RunAsync(platform, report, ct),
            "latency" => EventLatency.RunAsync(platform, report, ct),
            "drain" => Drain.RunAsync(platform, large, report, ct),
            _ => MemoryAfterAsync(),
        });

        private async Task<Estate> EstateAsync(string[] only, CancellationToken ct) =>
            _estate ??= await UnitImports.RunAsync(platform, only.Contains("imports"), report, ct);

        private Task StartAsync()
        {
            report.Add("Start of this platform, from AppHost to all healthy", ["seconds"],
                [["everything", Report.Figure(platform.SecondsToHealthy ?? 0, "0.0")]]);
            return Task.CompletedTask;
        }

        private Task MemoryAfterAsync()
        {
            MemoryReport.Add(platform, report, "after");
            return Task.CompletedTask;
        }
    }
}

/// <summary>How much load: rounds of that many seconds with that many connections.</summary>
public sealed record LoadSize(int Rounds, int Seconds, int Connections);

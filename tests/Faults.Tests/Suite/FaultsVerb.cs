using CivicPlatform.Cli;

namespace CivicPlatform.Faults.Tests.Suite;

/// <summary><c>faults</c>: the long form by hand, with the table that docs/reliability.md shows.</summary>
public static class FaultsVerb
{
    public const string Name = "faults";

    public static Verb Verb { get; } = new(
        Name, "[--only F1,F3] [--seed N] [--rounds N] [--short] [--out FILE]",
        "breaks an AppHost of its own on purpose and prints what was lost, doubled and how long it took", RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, CancellationToken ct)
    {
        var only = arguments.Option("only")?.Split(',');
        var seed = arguments.Number("seed", FaultSize.DefaultSeed, 0, int.MaxValue);
        int? rounds = arguments.Number("rounds", 0, 0, 10_000) is > 0 and var given ? given : null;
        var size = new FaultSize(arguments.Option("short") is null, seed, rounds);
        var output = arguments.Option("out");
        arguments.Done();
        if (only?.Except(FaultList.All.Select(f => f.Id)).FirstOrDefault() is { } odd)
            throw new UsageException($"there is no fault '{odd}'");

        await using var session = new FaultSession { Size = size };
        await session.InitializeAsync();
        Console.WriteLine($"seed {seed}; the platform was healthy after {session.StartTook.TotalSeconds:0} s");
        var table = new List<string> { FaultReport.TableHead };
        var broken = 0;
        foreach (var fault in FaultList.All.Where(f => only is null || only.Contains(f.Id)))
        {
            var report = await session.RunAsync(fault).WaitAsync(ct);
            table.Add(report.Row);
            Console.WriteLine(report.Row); // At once: a run that is stopped keeps what it found.
            foreach (var finding in report.Findings) Console.WriteLine($"  {finding}");
            if (report.Skipped is null && !report.Holds) broken++;
        }
        Console.WriteLine();
        foreach (var line in table) Console.WriteLine(line);
        if (output is not null) await File.WriteAllLinesAsync(output, table, ct);
        return broken == 0 ? 0 : 1;
    }
}

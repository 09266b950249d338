using System.Diagnostics;
using System.Globalization;
using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;

namespace CivicPlatform.Faults.Tests.Outages;

/// <summary>F3: kill -9 of a PostgreSQL backend and of the postmaster, in turn, under load.</summary>
public sealed class PostgresKilled : IFault
{
    private const int Writers = 8;

    // 10 s in the fault table, as a time-out times three.
    private static readonly TimeSpan RecoveryBound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    private const string BackendsSql =
        "select pid::text from pg_stat_activity where backend_type = 'client backend' " +
        "and datname in ('registry', 'cases', 'consultation', 'funds', 'notifications') order by pid";

    public string Id => "F3";

    public string Title => "kill -9 of PostgreSQL (backend, postmaster) under load";

    public async Task RunAsync(FaultContext context, FaultReport report)
    {
        var (choices, rounds) = (context.Choices(Id), context.Size.RoundsOf(2, 20));
        var load = Load.Start(context, Id, Writers, Load.Everything);
        try
        {
            for (; report.Rounds < rounds; report.Rounds++)
            {
                await Task.Delay(Settle);
                var killed = Stopwatch.GetTimestamp();
                await (report.Rounds % 2 == 0 ? KillBackendAsync(context, choices) : KillPostmasterAsync(context));
                await RecoverAsync(load.History, killed, report);
            }
        }
        finally
        {
            await load.StopAsync();
        }
        Checks.OnlyPassing(load.History, report, "PostgreSQL away");
        report.Figure("longest wait of one write", $"{load.History.LongestWait.TotalSeconds:0.0} s");
        var services = report.Recovery;
        await Checks.AllAsync(context, load, report);
        report.Recovery = services; // The services' own recovery is the figure here, not the unluckiest writer's.
    }

    private static async Task KillBackendAsync(FaultContext context, Random choices)
    {
        var backends = await context.Platform.RowsAsync("postgres", BackendsSql);
        Signals.Send("KILL", int.Parse(backends[choices.Next(backends.Count)][0], CultureInfo.InvariantCulture));
    }

    private static Task KillPostmasterAsync(FaultContext context)
    {
        foreach (var pid in context.Platform.ServerPids("postgres", "postgres")) Signals.Send("KILL", pid);
        return Task.CompletedTask;
    }

    /// <summary>Until every service has acknowledged a write that was begun after the kill.</summary>
    private static async Task RecoverAsync(History history, long killed, FaultReport report)
    {
        while (true)
        {
            var back = Load.Everything.Select(kind => history.FirstAfter(kind, killed)).ToArray();
            if (back.All(b => b is not null))
            {
                report.Recovered(back.Max()!.Value);
                return;
            }
            if (Stopwatch.GetElapsedTime(killed) > RecoveryBound)
            {
                report.Find($"not every service was back after {RecoveryBound}");
                return;
            }
            await Task.Delay(50);
        }
    }
}

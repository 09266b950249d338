using System.Diagnostics;
using System.Globalization;
using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;
using Npgsql;

namespace CivicPlatform.Faults.Tests.Outages;

/// <summary>F3: kill -9 of a PostgreSQL backend and of the postmaster, in turn, under load.</summary>
public sealed class PostgresKilled : IFault
{
    private const int Writers = 8;

    // Without anybody's help, once PostgreSQL takes connections again.
    private static readonly TimeSpan RecoveryBound = TimeSpan.FromSeconds(10);

    // PostgreSQL itself: its own log after a crash decides, and how many run beside it.
    private static readonly TimeSpan AwayBound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GoneWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    private const string BackendsSql =
        "select pid::text from pg_stat_activity where backend_type = 'client backend' " +
        "and datname in ('registry', 'cases', 'consultation', 'funds', 'notifications') order by pid";

    private TimeSpan _away, _back; // The longest of all rounds.

    public string Id => "F3";

    public string Title => "kill -9 of PostgreSQL (backend, postmaster) under load";

    public async Task RunAsync(FaultContext context, FaultReport report)
    {
        var (choices, rounds) = (context.Choices(Id), context.Size.RoundsOf(2, 20));
        // A cluster that was made a minute ago has its whole schema to sync after a crash; one in use has not.
        await context.Platform.ExecuteAsync("postgres", "checkpoint");
        var load = Load.Start(context, Id, Writers, Load.Everything);
        try
        {
            for (; report.Rounds < rounds; report.Rounds++)
            {
                await Task.Delay(Settle);
                // One write of every kind that is sent from the kill on: what the services' recovery is measured by.
                var probes = await Task.WhenAll(Load.Everything.Select(load.Maker.MakeAsync));
                var watch = Stopwatch.StartNew();
                await (report.Rounds % 2 == 0 ? KillBackendAsync(context, choices) : KillPostmasterAsync(context));
                await RecoverAsync(context, load, probes, watch, report);
            }
        }
        finally
        {
            await load.StopAsync();
        }
        Checks.OnlyPassing(load.History, report, "PostgreSQL away");
        report.Figure("longest wait of one write", $"{load.History.LongestWait.TotalSeconds:0.0} s");
        report.Figure("PostgreSQL away", $"{_away.TotalSeconds:0.0} s");
        report.Figure("first 2xx of the slowest service after it", $"{_back.TotalSeconds:0.0} s");
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

    /// <summary>Until PostgreSQL takes connections again, and until every service has answered a write.</summary>
    private async Task RecoverAsync(
        FaultContext context, Load load, Write[] probes, Stopwatch watch, FaultReport report)
    {
        var answers = Task.WhenAll(probes.Select(probe => Writer.WriteAsync(probe, load.History)));
        if (!await IsBackAsync(context, watch))
        {
            report.Find($"PostgreSQL was not back after {AwayBound}");
            return;
        }
        var away = watch.Elapsed;
        await answers;
        var back = watch.Elapsed - away;
        report.Require(back < RecoveryBound, $"a service answered {back.TotalSeconds:0.0} s after PostgreSQL was back");
        report.Recovered(watch.Elapsed);
        (_away, _back) = (Longer(_away, away), Longer(_back, back));
    }

    // The server that was killed a moment ago must not be taken for the one that comes back: its clients are gone.
    private static async Task<bool> IsBackAsync(FaultContext context, Stopwatch watch)
    {
        for (var gone = false; watch.Elapsed < AwayBound; await Task.Delay(25))
        {
            try
            {
                await context.Platform.QueryAsync<int>("postgres", "select 1");
                if (gone || watch.Elapsed > GoneWithin) return true;
            }
            catch (NpgsqlException)
            {
                gone = true;
            }
        }
        return false;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

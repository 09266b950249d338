using System.Diagnostics;
using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;

namespace CivicPlatform.Faults.Tests.Outages;

/// <summary>F11: no space under PostgreSQL, then under the broker; it comes back, and nothing else is done.</summary>
public sealed class DiskFull : IFault
{
    private const int Writers = 6;
    private const long BrokerLeft = 100L << 20; // Under its disk_free_limit of 200 MB: it blocks its publishers.

    public string Id => "F11";

    public string Title => "disk full under PostgreSQL and under the broker";

    public async Task RunAsync(FaultContext context, FaultReport report)
    {
        report.Skipped = context.Platform.Disks.Refusal;
        if (report.Skipped is not null) return;
        var (rounds, full) = (context.Size.RoundsOf(1, 5), context.Size.Of(6, 60));
        for (var round = 0; round < rounds; round++)
        {
            await FillAsync(context, report, "postgres", 0, full);
            await FillAsync(context, report, "rabbitmq", BrokerLeft, full);
            report.Rounds += 2;
        }
        report.Figure("full", $"{full} s each");
    }

    private async Task FillAsync(FaultContext context, FaultReport report, string server, long left, int seconds)
    {
        var load = Load.Start(context, Id, Writers, Load.Everything);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
            var freed = 0L;
            using (await SmallDisks.FillAsync(Path.Combine(context.Platform.Folder.Path, server), left))
            {
                for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds;) await Task.Delay(100);
            }
            freed = Stopwatch.GetTimestamp();
            context.Say($"{server}: {string.Join(", ", load.History.Failures)} while full");
            await BackAsync(load.History, freed, report, server);
        }
        finally
        {
            await load.StopAsync();
        }
        Checks.OnlyPassing(load.History, report, $"{server} full");
        report.Figure($"answers 5xx with {server} full", $"{load.History.Failures.Values.Sum()}");
        await Checks.AllAsync(context, load, report);
        await CorruptAsync(context, report);
    }

    private static async Task BackAsync(History history, long freed, FaultReport report, string server)
    {
        while (Load.Everything.Any(kind => history.FirstAfter(kind, freed) is null))
        {
            if (Stopwatch.GetElapsedTime(freed) > TimeSpan.FromSeconds(90))
            {
                report.Find($"not every service was back after {server} had space again");
                return;
            }
            await Task.Delay(50);
        }
        report.Figure($"back after {server} had space", $"{Stopwatch.GetElapsedTime(freed).TotalSeconds:0.0} s");
    }

    /// <summary>Reads every table once: checksums are on, a torn page would be an error.</summary>
    private static async Task CorruptAsync(FaultContext context, FaultReport report)
    {
        foreach (var service in FaultPlatform.Services.Keys)
        {
            try
            {
                await context.Platform.ExecuteAsync(service,
                    "do $$ declare t regclass; begin for t in select oid from pg_class where relkind = 'r' loop " +
                    "execute format('select count(*) from %s', t); end loop; end $$");
            }
            catch (Npgsql.PostgresException e)
            {
                report.Find($"{service}: {e.MessageText}");
            }
        }
    }
}

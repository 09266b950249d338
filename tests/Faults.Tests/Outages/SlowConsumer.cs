using System.Diagnostics;
using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;

namespace CivicPlatform.Faults.Tests.Outages;

/// <summary>F10: a consumer stands still with its connection open; nobody else may feel it.</summary>
public sealed class SlowConsumer : IFault
{
    private const int Writers = 4, GrowthMaxMb = 150;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(6);

    public string Id => "F10";

    public string Title => "a consumer is frozen (SIGSTOP)";

    public async Task RunAsync(FaultContext context, FaultReport report)
    {
        var length = context.Size.Of(TimeSpan.FromSeconds(8), TimeSpan.FromMinutes(5));
        report.Rounds = 1;
        var before = await WriteAsync(context, "F10a", Calm);
        var (broker, cases) = Memory(context);
        var frozen = context.Platform.PidsOf("notifications");
        foreach (var pid in frozen) Signals.Send("STOP", pid);
        Load during;
        try
        {
            during = await WriteAsync(context, "F10b", length);
            var (brokerNow, casesNow) = Memory(context);
            report.Figure("memory of the broker", $"{broker} -> {brokerNow} MB");
            report.Figure("of both Cases", $"{cases} -> {casesNow} MB");
            report.Require(brokerNow - broker < GrowthMaxMb, $"the broker grew from {broker} to {brokerNow} MB");
            report.Require(casesNow - cases < GrowthMaxMb, $"Cases grew from {cases} to {casesNow} MB");
        }
        finally
        {
            foreach (var pid in frozen) Signals.Send("CONT", pid);
        }
        await Pace.CompareAsync(context, report, (before, during), () => WriteAsync(context, "F10c", Calm));
        await Checks.AllAsync(context, before, report);
        await Checks.AllAsync(context, during, report);
        report.Figure("frozen", $"{length.TotalSeconds:0} s");
    }

    private static async Task<Load> WriteAsync(FaultContext context, string name, TimeSpan length)
    {
        var load = Load.Start(context, name, Writers, [WriteKind.Case, WriteKind.Case, WriteKind.Estate]);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < length;) await Task.Delay(100);
        await load.StopAsync();
        return load;
    }

    private static (long Broker, long Cases) Memory(FaultContext context) => (
        context.Platform.ServerPids("rabbitmq", "beam.smp").Sum(Signals.ResidentMb),
        context.Platform.PidsOf("cases").Sum(Signals.ResidentMb));
}

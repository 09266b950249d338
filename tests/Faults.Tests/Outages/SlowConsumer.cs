using System.Diagnostics;
using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;

namespace CivicPlatform.Faults.Tests.Outages;

/// <summary>F10: a consumer stands still with its connection open; nobody else may feel it.</summary>
public sealed class SlowConsumer : IFault
{
    private const int Writers = 4, GrowthMaxMb = 150;
    private const double RatioMax = 1.5, NoiseMs = 10;
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
        var (calm, then) = (before.History.MedianMs(WriteKind.Case), during.History.MedianMs(WriteKind.Case));
        report.Figure("median of POST /cases", $"{calm:0.0} -> {then:0.0} ms");
        report.Require(then <= calm * RatioMax + NoiseMs, $"the median grew from {calm:0.0} to {then:0.0} ms");
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

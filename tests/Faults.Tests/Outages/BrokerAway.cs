using System.Diagnostics;
using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;

namespace CivicPlatform.Faults.Tests.Outages;

/// <summary>F6: the broker answers nothing for ten minutes while work goes on.</summary>
/// <remarks>Frozen, not killed: connections stay and nothing answers, which is worse than refused.</remarks>
public sealed class BrokerAway : IFault
{
    private const int Writers = 4;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(8);

    public string Id => "F6";

    public string Title => "the broker is away";

    public async Task RunAsync(FaultContext context, FaultReport report)
    {
        var away = context.Size.Of(TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(10));
        report.Rounds = 1;
        var before = await MeasureAsync(context, "F6a", Calm);
        var broker = context.Platform.ServerPids("rabbitmq", "beam.smp");
        report.Require(broker.Count == 1, $"{broker.Count} brokers run");
        foreach (var pid in broker) Signals.Send("STOP", pid);
        Load during;
        try
        {
            during = await MeasureAsync(context, "F6b", away);
            var waiting = await Checks.WaitingAsync(context, "cases");
            var cases = during.History.Of(WriteKind.Case).Count();
            report.Require(waiting >= cases, $"{waiting} events wait for {cases} cases");
            report.Figure("waited in the outbox of Cases", $"{waiting}");
        }
        finally
        {
            foreach (var pid in broker) Signals.Send("CONT", pid);
        }
        await Pace.CompareAsync(context, report, (before, during), () => MeasureAsync(context, "F6c", Calm));
        await Checks.AllAsync(context, before, report);
        await Checks.AllAsync(context, during, report);
        report.Figure("away", $"{away.TotalSeconds:0} s");
    }

    private static async Task<Load> MeasureAsync(FaultContext context, string name, TimeSpan length)
    {
        var load = Load.Start(context, name, Writers, [WriteKind.Case, WriteKind.Payment, WriteKind.Case]);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < length;) await Task.Delay(100);
        await load.StopAsync();
        return load;
    }
}

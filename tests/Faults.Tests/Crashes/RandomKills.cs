using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;

namespace CivicPlatform.Faults.Tests.Crashes;

/// <summary>F2: kill -9 of a random process of a random service, again and again, under load.</summary>
public sealed class RandomKills : IFault
{
    private const int Writers = 8, PauseMinMs = 300, PauseMaxMs = 2000;

    // The doors too: a gateway that dies takes every connection with it.
    private static readonly string[] s_targets = [.. FaultPlatform.Services.Keys, "portal", "gateway"];

    public string Id => "F2";

    public string Title => "random kill -9 over all services under load";

    public async Task RunAsync(FaultContext context, FaultReport report)
    {
        var (choices, rounds) = (context.Choices(Id), context.Size.RoundsOf(8, 200));
        var load = Load.Start(context, Id, Writers, Load.Everything);
        var watch = new CaseWatch(context);
        var watching = watch.RunAsync();
        try
        {
            while (report.Rounds < rounds)
            {
                await Task.Delay(choices.Next(PauseMinMs, PauseMaxMs));
                if (TryKill(context, choices)) report.Rounds++;
            }
        }
        finally
        {
            await load.StopAsync();
            watch.Stop();
        }
        report.Require(await watching > 0, "nobody looked at the case's history");
        foreach (var step in watch.Backwards) report.Find(step);
        await Checks.AllAsync(context, load, report);
    }

    // A process that was killed a moment ago is still listed; that is no kill.
    private static bool TryKill(FaultContext context, Random choices)
    {
        var pids = context.Platform.PidsOf(s_targets[choices.Next(s_targets.Length)]);
        return pids.Count > 0 && Signals.Send("KILL", pids[choices.Next(pids.Count)]);
    }
}

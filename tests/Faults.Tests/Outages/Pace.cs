using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;

namespace CivicPlatform.Faults.Tests.Outages;

/// <summary>Whether those who do not need what is broken go on as fast as before.</summary>
public static class Pace
{
    private const double RatioMax = 1.5, NoiseMs = 10; // Ten milliseconds are the scheduler's on two shared cores.

    /// <summary>Compares the medians of POST /cases in calm and during the fault, which is over by now.</summary>
    /// <param name="calmAgain">Measures calm once more: whoever is slow then too is slowed by the machine.</param>
    public static async Task CompareAsync(
        FaultContext context, FaultReport report, (Load Calm, Load During) loads, Func<Task<Load>> calmAgain)
    {
        var (calm, during) = (MedianMs(loads.Calm), MedianMs(loads.During));
        if (!Keeps(calm, during))
        {
            await Checks.DrainedAsync(context, report); // What had waited is no calm.
            var again = await calmAgain();
            calm = Math.Max(calm, MedianMs(again));
            await Checks.AllAsync(context, again, report);
        }
        report.Figure("median of POST /cases", $"{calm:0.0} -> {during:0.0} ms");
        report.Require(Keeps(calm, during), $"the median grew from {calm:0.0} to {during:0.0} ms");
    }

    private static double MedianMs(Load load) => load.History.MedianMs(WriteKind.Case);

    private static bool Keeps(double calm, double during) => during <= calm * RatioMax + NoiseMs;
}

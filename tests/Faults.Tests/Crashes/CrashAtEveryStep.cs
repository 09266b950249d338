using System.Diagnostics;
using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;
using CivicPlatform.ServiceDefaults.Faults;

namespace CivicPlatform.Faults.Tests.Crashes;

/// <summary>F1: every service dies at every step of its write, its relay and its consumers, under load.</summary>
public sealed class CrashAtEveryStep : IFault
{
    private const int Writers = 8;
    private static readonly TimeSpan CrashBound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan HealthyBound = TimeSpan.FromSeconds(90);

    private static readonly string[] s_all = [.. FaultPlatform.Services.Keys];

    // Notifications sends no events; Registry follows nobody but the Development clock.
    private static readonly (string Point, string[] Services)[] s_steps =
    [
        (CrashPoint.BeforeCommit, s_all),
        (CrashPoint.AfterCommit, s_all),
        (CrashPoint.BeforeAnswer, s_all),
        (CrashPoint.AfterPublishBeforeDelete, [.. s_all.Except(["notifications"])]),
        (CrashPoint.AfterConsumeBeforeCommit, [.. s_all.Except(["registry"])]),
        (CrashPoint.AfterCommitBeforeAck, [.. s_all.Except(["registry"])]),
    ];

    public string Id => "F1";

    public string Title => "kill -9 of each service at each step";

    public async Task RunAsync(FaultContext context, FaultReport report)
    {
        var rounds = context.Size.RoundsOf(1, 10);
        var load = Load.Start(context, Id, Writers, Load.Everything);
        try
        {
            for (var round = 0; round < rounds; round++)
            {
                foreach (var (index, (point, services)) in s_steps.Index())
                    await CrashAsync(context, report, point, Chosen(context, services, index));
            }
        }
        finally
        {
            await load.StopAsync();
        }
        await Checks.AllAsync(context, load, report);
    }

    // The short form takes every second service at a step, so that each dies at half of its steps.
    private static string[] Chosen(FaultContext context, string[] services, int step) =>
        [.. services.Where((_, at) => context.Size.IsLong || (at + step) % 2 == 0)];

    private static async Task CrashAsync(FaultContext context, FaultReport report, string point, string[] services)
    {
        foreach (var service in services) context.Platform.Arm(service, point);
        var watch = Stopwatch.StartNew();
        while (services.Any(s => context.Platform.IsArmed(s, point)) && watch.Elapsed < CrashBound)
            await Task.Delay(50);
        foreach (var service in services)
        {
            if (context.Platform.Disarm(service, point)) report.Find($"{service} never came to {point}");
            else report.Rounds++;
        }
        var back = await context.Platform.WaitHealthyAsync(HealthyBound);
        context.Say($"{point}: {services.Length} services died, healthy again {back.TotalSeconds:0.0} s later");
    }
}

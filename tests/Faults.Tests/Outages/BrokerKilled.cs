using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;

namespace CivicPlatform.Faults.Tests.Outages;

/// <summary>F5: kill -9 of RabbitMQ under load.</summary>
public sealed class BrokerKilled : IFault
{
    private const int Writers = 6;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(6);

    public string Id => "F5";

    public string Title => "kill -9 of RabbitMQ under load";

    public async Task RunAsync(FaultContext context, FaultReport report)
    {
        var rounds = context.Size.RoundsOf(1, 10);
        var load = Load.Start(context, Id, Writers, Load.Everything);
        try
        {
            for (; report.Rounds < rounds; report.Rounds++)
            {
                await Task.Delay(Between);
                foreach (var pid in context.Platform.ServerPids("rabbitmq", "beam.smp")) Signals.Send("KILL", pid);
            }
            await Task.Delay(Between);
        }
        finally
        {
            await load.StopAsync();
        }
        await Checks.AllAsync(context, load, report);
    }
}

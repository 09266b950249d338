using CivicPlatform.Faults.Tests.Crashes;
using CivicPlatform.Faults.Tests.Crowds;
using CivicPlatform.Faults.Tests.Messages;
using CivicPlatform.Faults.Tests.Outages;

namespace CivicPlatform.Faults.Tests.Suite;

/// <summary>The faults in the order of the table.</summary>
public static class FaultList
{
    public static readonly IReadOnlyList<IFault> All =
    [
        new CrashAtEveryStep(),
        new RandomKills(),
        new PostgresKilled(),
        new MigrationKilled(),
        new BrokerKilled(),
        new BrokerAway(),
        new LostAnswer(),
        new Redelivered(),
        new Poison(),
        new SlowConsumer(),
        new DiskFull(),
        new TwoSchedulers(),
        new Crowd(),
        new Flood(),
    ];
}

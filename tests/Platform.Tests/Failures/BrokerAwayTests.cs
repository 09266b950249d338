using System.Diagnostics;
using CivicPlatform.Platform.Tests.LiftOverhaul;

namespace CivicPlatform.Platform.Tests.Failures;

/// <summary>
/// RabbitMQ is away while money comes in: requests succeed, the outbox keeps the events, nothing happens twice.
/// </summary>
[Collection(FailuresCollection.Name)]
public sealed class BrokerAwayTests(PlatformFixture platform)
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("CIVIC_BROKER_AWAY_SECONDS") ?? "10", null));

    [Fact]
    public async Task requests_go_on_and_the_outbox_drains_after_the_return()
    {
        var story = await LiftOverhaulStory.CollectingAsync(platform);
        await SignalBrokerAsync("STOP"); // Frozen: connections stay and nothing answers, which is worse than refused.
        try
        {
            var away = Stopwatch.StartNew();
            await story.ImportStatementAsync(story.File("bank.csv"));
            Assert.True(await platform.QueryAsync<long>("funds", "select count(*) from platform.outbox") > 0);
            while (away.Elapsed < Away) await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        finally
        {
            await SignalBrokerAsync("CONT");
        }
        await Eventually.Async(async () =>
            Assert.Equal(0L, await platform.QueryAsync<long>("funds", "select count(*) from platform.outbox")),
            TimeSpan.FromSeconds(90));
        foreach (var building in (string[])["1", "2", "3", "4", "5", "6"])
            await Eventually.Async(async () =>
                Assert.DoesNotContain("OUT_OF_SERVICE", await story.LiftsAsync(building)));
        Assert.Equal(6L, await platform.QueryAsync<long>("cases",
            $"select count(*) from timeline_entries where case_id = '{story.CaseId}' " +
            "and event = 'CampaignThresholdReached'"));
    }

    /// <summary>To the broker's own process, the child of its run script.</summary>
    private async Task SignalBrokerAsync(string signal)
    {
        foreach (var script in platform.PidsOf("rabbitmq"))
        {
            using var kill = Process.Start("pkill", [$"-{signal}", "-P", $"{script}", "beam.smp"]);
            await kill.WaitForExitAsync();
            Assert.Equal(0, kill.ExitCode);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using CivicPlatform.Platform.Tests.LiftOverhaul;

namespace CivicPlatform.Platform.Tests.Failures;

/// <summary>
/// kill -9 of both replicas of Funds at random moments of an import: every line is booked exactly once.
/// </summary>
[Collection(FailuresCollection.Name)]
public sealed class KilledWhileImportingTests(PlatformFixture platform)
{
    private const int Rounds = 20;
    private const int Seed = 20231; // Printed figures can be had again with the same moments.

    [Fact, Trait("rule", "EVT-02"), Trait("rule", "RAISE-03")]
    public async Task every_line_is_booked_once_and_every_building_starts_once()
    {
        var story = await LiftOverhaulStory.CollectingAsync(platform);
        var bills = await BillsAsync(story);
        var moments = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
            await ImportUnderFireAsync(story, Statement(bills, round), round, moments.Next(0, 1500));

        var campaign = (await story.Manager.GetAsync($"/api/v1/campaigns/{story.CampaignId}"))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(("1720669.22", "1080"), (campaign["totals.collected"], campaign["totals.householdsPaid"]));
        Assert.Equal(("0", "0.00"), (campaign["suspenseLines"], campaign["credits"]));
        Assert.Equal("0.00", await story.TrialBalanceAsync());
        Assert.Equal(Rounds * bills.Length, await story.Platform.QueryAsync<long>("funds",
            $"select count(*) from bank_lines where account_id = '{story.AccountId}'"));
        Assert.Equal(6L, await story.Platform.QueryAsync<long>("funds",
            $"select count(*) from thresholds where campaign_id = '{story.CampaignId}'"));
        foreach (var building in (string[])["1", "2", "3", "4", "5", "6"])
            await Eventually.Async(async () =>
                Assert.DoesNotContain("OUT_OF_SERVICE", await story.LiftsAsync(building)));
        Assert.Equal(6L, await story.Platform.QueryAsync<long>("cases",
            $"select count(*) from timeline_entries where case_id = '{story.CaseId}' " +
            "and event = 'CampaignThresholdReached'"));
    }

    private static async Task ImportUnderFireAsync(
        LiftOverhaulStory story, byte[] statement, int round, int killAfterMs)
    {
        var path = $"/api/v1/accounts/{story.AccountId}/statement-imports";
        var upload = SendUntilAnsweredAsync(story, path, statement, $"round-{round}");
        await Task.Delay(killAfterMs, TestContext.Current.CancellationToken);
        foreach (var pid in story.Platform.PidsOf("funds"))
        {
            using var kill = Process.Start("kill", ["-KILL", $"{pid}"]);
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        var import = await upload;
        await Eventually.Async(async () =>
        {
            var progress = (await story.Manager.GetAsync($"/api/v1/statement-imports/{import["importId"]}"))
                .Expect(HttpStatusCode.OK);
            Assert.Equal(("1080", "1080"), (progress["new"], progress["posted"]));
        }, TimeSpan.FromSeconds(120));
    }

    /// <summary>A client that does what ours asks of every client: the same key until there is an answer.</summary>
    private static async Task<Answer> SendUntilAnsweredAsync(
        LiftOverhaulStory story, string path, byte[] csv, string key)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(3);)
        {
            try
            {
                var answer = await story.Manager.PostCsvAsync(path, csv, key);
                if ((int)answer.Status is 200 or 201) return answer;
                Assert.True((int)answer.Status is 409 or >= 500, answer.Text);
            }
            catch (HttpRequestException)
            {
                // The connection died with the service; the key makes the next try safe.
            }
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("Funds did not come back.");
    }

    private static async Task<Bill[]> BillsAsync(LiftOverhaulStory story)
    {
        var bills = new List<Bill>();
        string? after = null;
        do
        {
            var query = after is null ? "limit=200" : $"limit=200&after={after}";
            var page = (await story.Manager.GetAsync($"/api/v1/campaigns/{story.CampaignId}/bills?{query}"))
                .Expect(HttpStatusCode.OK);
            bills.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(b => new Bill(
                $"{b.GetProperty("building")}-{b.GetProperty("entrance")}-{b.GetProperty("room")}",
                (long)(decimal.Parse(b.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture) * 100))));
            after = page.Json.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (after is not null);
        Assert.Equal(1080, bills.Count);
        return [.. bills];
    }

    /// <summary>
    /// One instalment of every household; the last round carries the remainder, so all bills end fully paid.
    /// </summary>
    private static byte[] Statement(Bill[] bills, int round)
    {
        var csv = new StringBuilder("bank_serial,booked_at,amount,counterparty,memo\n");
        for (var i = 0; i < bills.Length; i++)
        {
            var instalment = bills[i].Fen / Rounds;
            var fen = round < Rounds - 1 ? instalment : bills[i].Fen - instalment * (Rounds - 1);
            csv.Append(CultureInfo.InvariantCulture,
                $"K{round:00}{i:0000},2023-06-{round + 1:00} 09:00:00,{fen / 100m:0.00},业主,{bills[i].Room} 电梯大修\n");
        }
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private sealed record Bill(string Room, long Fen);
}

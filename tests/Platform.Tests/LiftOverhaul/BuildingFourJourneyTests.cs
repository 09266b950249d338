using System.Globalization;

namespace CivicPlatform.Platform.Tests.LiftOverhaul;

/// <summary>
/// Building 4 of story 002, household by household: the exact half, a refund after the start, the close.
/// </summary>
public sealed class BuildingFourJourneyTests(PlatformFixture platform)
{
    private const string Bill = "1613.70";

    [Fact]
    [Trait("scenario", "002-3"), Trait("scenario", "002-5"), Trait("scenario", "002-15"), Trait("scenario", "002-16")]
    public async Task the_90th_household_starts_the_works_once_and_a_refund_does_not_stop_them()
    {
        var story = await LiftOverhaulStory.CollectingAsync(platform);
        await story.AdvanceAsync();
        await Eventually.Async(async () =>
            Assert.Equal(["SCHEDULED", "OUT_OF_SERVICE", "OUT_OF_SERVICE"], await story.LiftsAsync("4")));
        Assert.Equal("0.00", (await story.BuildingAsync("4"))["collected"]);

        var rooms = await RoomsAsync(story);
        for (var paid = 0; paid < 89; paid++) await PayAsync(story, rooms[paid], paid);
        var before = await story.BuildingAsync("4");
        Assert.Equal("143619.30", before["collected"]);
        Assert.False(before.Json.TryGetProperty("threshold", out _));

        await PayAsync(story, rooms[89], 89);
        await HasStartedAsync(story);
        await RefundsAsync(story, rooms[89]);
        await ClosesAsync(story);
    }

    [Fact, Trait("scenario", "002-1"), Trait("rule", "RAISE-01")]
    public async Task a_campaign_without_a_decision_cannot_open()
    {
        var story = await LiftOverhaulStory.RegisteredAsync(platform);
        await story.DraftCampaignAsync(withDecision: false);

        var refused = await story.Manager.PostAsync($"/api/v1/campaigns/{story.CampaignId}/open", new { });
        refused.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("RAISE-01", refused.Rule);
    }

    private static async Task HasStartedAsync(LiftOverhaulStory story)
    {
        Assert.Equal("145233.00", (await story.BuildingAsync("4"))["threshold.collected"]);
        await Eventually.Async(async () =>
            Assert.Equal(["SCHEDULED", "SCHEDULED", "SCHEDULED"], await story.LiftsAsync("4")));
        foreach (var other in (string[])["1", "2", "3", "5", "6"])
            Assert.Equal(["SCHEDULED", "OUT_OF_SERVICE", "OUT_OF_SERVICE"], await story.LiftsAsync(other));
        Assert.Equal(1L, await story.Platform.QueryAsync<long>("funds",
            $"select count(*) from thresholds where campaign_id = '{story.CampaignId}'"));
    }

    private static async Task RefundsAsync(LiftOverhaulStory story, string room)
    {
        (await story.LineAsync("REFUND-1", $"-{Bill}", $"{room} 电梯大修 退款")).Expect(HttpStatusCode.Created);
        var after = await story.BuildingAsync("4");
        Assert.Equal(("143619.30", "49.4"), (after["collected"], after["collectedPercent"]));
        Assert.Equal(["SCHEDULED", "SCHEDULED", "SCHEDULED"], await story.LiftsAsync("4"));
        await Eventually.Async(async () => Assert.NotEqual(0, (await story.Clerk.GetAsync(
            $"/api/v1/works-projects/{story.ProjectId}")).Json.GetProperty("alerts").GetArrayLength()));
    }

    private static async Task ClosesAsync(LiftOverhaulStory story)
    {
        var close = $"/api/v1/campaigns/{story.CampaignId}/close";
        (await story.Manager.PostAsync(close, new { bankBalance = "143619.29" }))
            .Expect(HttpStatusCode.UnprocessableEntity);
        var closed = (await story.Manager.PostAsync(close, new { bankBalance = "143619.30" }))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(("143619.30", "0.00"), (closed["receipts"], closed["difference"]));
        Assert.Equal("0.00", await story.TrialBalanceAsync());
    }

    private static async Task PayAsync(LiftOverhaulStory story, string room, int number) =>
        (await story.LineAsync(string.Create(CultureInfo.InvariantCulture, $"S{number:0000}"), Bill, $"{room} 电梯大修"))
            .Expect(HttpStatusCode.Created);

    private static async Task<string[]> RoomsAsync(LiftOverhaulStory story)
    {
        var bills = (await story.Manager.GetAsync($"/api/v1/campaigns/{story.CampaignId}/bills?building=4&limit=200"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items");
        return [.. bills.EnumerateArray().Select(b => $"4-{b.GetProperty("entrance")}-{b.GetProperty("room")}")];
    }
}

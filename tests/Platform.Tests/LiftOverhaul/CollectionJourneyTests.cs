namespace CivicPlatform.Platform.Tests.LiftOverhaul;

/// <summary>Story 002 on the real platform: from a resident's call to the works that start by themselves.</summary>
public sealed class CollectionJourneyTests(CollectedEstate estate) : IClassFixture<CollectedEstate>
{
    private readonly LiftOverhaulStory _story = estate.Story;

    [Fact, Trait("scenario", "002-1")]
    public async Task the_decision_that_it_rests_on_passed_by_area_and_heads()
    {
        var roll = (await _story.Clerk.GetAsync($"/api/v1/rolls/{_story.RollId}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("1080", "1052", "95965.94"), (roll["units"], roll["heads"], roll["area"]));

        var tally = (await _story.Clerk.GetAsync($"/api/v1/motions/{_story.MotionId}/tally")).Expect(HttpStatusCode.OK);
        Assert.Equal("PASSED", tally["tally.outcome"]);
        Assert.Equal(("75356.05", "834"), (tally["tally.participating.area"], tally["tally.participating.heads"]));
        Assert.Equal(("66909.19", "740"), (tally["tally.for.area"], tally["tally.for.heads"]));
        Assert.Equal(("177.75", "2"), (tally["tally.conflict.area"], tally["tally.conflict.heads"]));
    }

    [Fact, Trait("scenario", "002-2"), Trait("rule", "RAISE-02")]
    public async Task the_bills_of_every_building_add_up_to_its_receivable()
    {
        string[] expected = ["287895.72", "281402.36", "285069.73", "290466.00", "282406.28", "293429.13"];
        for (var building = 1; building <= expected.Length; building++)
            Assert.Equal(expected[building - 1], (await _story.BuildingAsync($"{building}"))["receivable"]);

        var bills = (await _story.Manager.GetAsync($"/api/v1/campaigns/{_story.CampaignId}/bills?building=4&limit=200"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items");
        Assert.Equal(180, bills.GetArrayLength());
        Assert.All(bills.EnumerateArray(), bill => Assert.Equal("1613.70", bill.GetProperty("amount").GetString()));
    }

    [Fact, Trait("scenario", "002-7"), Trait("scenario", "002-11"), Trait("rule", "RAISE-05")]
    public async Task the_statement_is_matched_to_the_fen()
    {
        Assert.Equal(("959", "958", "1"), (estate.Import["lines"], estate.Import["new"], estate.Import["duplicates"]));

        var campaign = (await _story.Manager.GetAsync($"/api/v1/campaigns/{_story.CampaignId}"))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(("1720669.22", "1517731.01"), (campaign["totals.receivable"], campaign["totals.collected"]));
        Assert.Equal(("954", "1080", "88.3"), (campaign["totals.householdsPaid"], campaign["totals.households"],
            campaign["totals.householdsPaidPercent"]));
        Assert.Equal(("1", "500.00", "0.01"), (campaign["suspenseLines"], campaign["suspense"], campaign["credits"]));
        Assert.Equal("0.00", await _story.TrialBalanceAsync());
    }

    [Theory, Trait("scenario", "002-3"), Trait("rule", "RAISE-03")]
    [InlineData("1", "B20230000556", "143976.84")]
    [InlineData("2", "B20230000476", "140889.44")]
    [InlineData("3", "B20230000524", "142958.17")]
    [InlineData("4", "B20230000564", "145233.00")]
    [InlineData("5", "B20230000534", "141563.81")]
    [InlineData("6", "B20230000571", "146843.84")]
    public async Task each_building_crossed_half_at_one_bank_line(string building, string serial, string collected)
    {
        var view = await _story.BuildingAsync(building);
        Assert.Equal((serial, collected), (view["threshold.bankSerial"], view["threshold.collected"]));
        await Eventually.Async(async () => Assert.DoesNotContain("OUT_OF_SERVICE", await _story.LiftsAsync(building)));
    }

    [Fact, Trait("scenario", "002-4")]
    public async Task the_same_statement_again_changes_nothing()
    {
        // Of this account's book only: other journeys post to theirs at the same time.
        var count = $"select count(*) from ledger_transfers where book_id = '{_story.AccountId}'";
        var before = await _story.Platform.QueryAsync<long>("funds", count);
        var again = await _story.ImportStatementAsync(_story.File("bank.csv"));

        Assert.Equal(("0", "959"), (again["new"], again["duplicates"]));
        Assert.Equal(before, await _story.Platform.QueryAsync<long>("funds", count));
        Assert.Equal("0.00", await _story.TrialBalanceAsync());
    }

    [Fact, Trait("scenario", "002-13"), Trait("rule", "RAISE-09")]
    public async Task the_126_households_that_owe_are_reminded_once()
    {
        var run = (await _story.Manager.PostAsync($"/api/v1/campaigns/{_story.CampaignId}/reminder-runs", new { }))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(("126", "126", "0"), (run["unpaid"], run["messages"], run["tooSoon"]));
        var again = (await _story.Manager.PostAsync($"/api/v1/campaigns/{_story.CampaignId}/reminder-runs", new { }))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(("126", "0", "126"), (again["unpaid"], again["messages"], again["tooSoon"]));
    }

    [Fact, Trait("scenario", "002-12"), Trait("rule", "VOTE-05")]
    public async Task a_show_of_placards_is_a_record_and_never_a_decision()
    {
        var record = (await _story.Clerk.PostAsync("/api/v1/consultation-records", new
        {
            estateId = _story.EstateId, form = "PLACARDS", question = "是否同意大修电梯", heldOn = "2023-07-17",
            handsFor = 120, handsAgainst = 3,
        })).Expect(HttpStatusCode.Created);

        var refused = await _story.Clerk.PostAsync($"/api/v1/consultation-records/{record.Id}/promote", new { });
        refused.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("VOTE-05", refused.Rule);
    }

    [Fact]
    public Task the_timeline_shows_the_whole_chain() => Eventually.Async(async () =>
    {
        var timeline = (await _story.Clerk.GetAsync($"/api/v1/timelines/{_story.CaseId}")).Expect(HttpStatusCode.OK);
        Assert.All(timeline.Json.GetProperty("stages").EnumerateArray(),
            stage => Assert.StartsWith("/api/v1/", stage.GetProperty("link").GetString(), StringComparison.Ordinal));
        Assert.Equal(5, timeline.Json.GetProperty("stages").GetArrayLength());
    });
}

namespace CivicPlatform.Platform.Tests.LiftOverhaul;

/// <summary>What the office shows every day, and to whom (RAISE-10, PRIV-11).</summary>
public sealed class DailyPageJourneyTests(CollectedEstate estate) : IClassFixture<CollectedEstate>
{
    private static readonly string[] s_steps = ["START_WORKS", "REQUEST_ACCEPTANCE", "PUT_INTO_SERVICE"];
    private readonly LiftOverhaulStory _story = estate.Story;

    [Fact, Trait("scenario", "002-7"), Trait("scenario", "002-8"), Trait("rule", "RAISE-10")]
    public async Task the_page_of_the_day_is_closed_once_and_shows_18_lifts_in_service()
    {
        await FinishWorksAsync();
        var disclosure = $"/api/v1/disclosures/{_story.CampaignId}";
        await Eventually.Async(async () =>
        {
            var pages = (await CloseDayAsync()).Expect(HttpStatusCode.OK);
            Assert.Equal(6, pages.Json.GetProperty("pages").GetArrayLength());
            Assert.Equal(18, await InServiceAsync(disclosure));
        });

        var first = (await CloseDayAsync()).Expect(HttpStatusCode.OK);
        var second = (await CloseDayAsync()).Expect(HttpStatusCode.OK);
        Assert.Equal(first["pages"], second["pages"]);
        var page = (await _story.Platform.Anonymous().GetAsync(disclosure)).Expect(HttpStatusCode.OK);
        Assert.Equal(("954", "1080", "88.3"), (page["totals.householdsPaid"], page["totals.households"],
            page["totals.householdsPaidPercent"]));
        Assert.Equal("420000.00", page["advance.outstanding"]);
    }

    [Fact, Trait("scenario", "002-9"), Trait("rule", "PRIV-11")]
    public async Task only_an_owner_of_the_building_sees_its_rooms()
    {
        var neighbour = await OwnerOfAsync("4");
        var stranger = await OwnerOfAsync("5");
        var path = $"/api/v1/campaigns/{_story.CampaignId}/buildings/4/households";

        await Eventually.Async(async () => (await neighbour.GetAsync(path)).Expect(HttpStatusCode.OK));
        var rooms = await neighbour.GetAsync(path);
        Assert.Contains("\"paid\"", rooms.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("amount", rooms.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("业主0", rooms.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("138", rooms.Text, StringComparison.Ordinal);
        await Eventually.Async(async () => (await stranger.GetAsync(path.Replace("buildings/4", "buildings/5",
            StringComparison.Ordinal))).Expect(HttpStatusCode.OK));
        (await stranger.GetAsync(path)).Expect(HttpStatusCode.Forbidden);
        (await _story.Platform.Anonymous().GetAsync(path)).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact, Trait("rule", "PRIV-13")]
    public async Task the_text_for_chat_groups_holds_totals_only()
    {
        await CloseDayAsync();
        var text = (await _story.Platform.Anonymous().GetAsync($"/api/v1/disclosures/{_story.CampaignId}?format=text"))
            .Expect(HttpStatusCode.OK);

        Assert.Equal("text/plain", text.MediaType);
        Assert.Contains("954", text.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("业主0", text.Text, StringComparison.Ordinal);
        var csv = (await _story.Platform.Anonymous().GetAsync($"/api/v1/disclosures/{_story.CampaignId}?format=csv"))
            .Expect(HttpStatusCode.OK);
        Assert.Equal("text/csv", csv.MediaType);
    }

    [Fact]
    public async Task the_public_page_of_the_portal_shows_it_without_a_login()
    {
        var visitor = _story.Platform.Anonymous();
        var page = (await visitor.GetAsync($"/disclosure/{_story.CampaignId}")).Expect(HttpStatusCode.OK);
        Assert.Equal("text/html", page.MediaType);
        Assert.Contains("954", page.Text, StringComparison.Ordinal);
        (await visitor.GetAsync($"/disclosure/{_story.CampaignId}/buildings/4")).Expect(HttpStatusCode.OK);
    }

    private Task<Answer> CloseDayAsync() =>
        _story.Manager.PostAsync($"/api/v1/campaigns/{_story.CampaignId}/snapshots", new { });

    private async Task FinishWorksAsync()
    {
        foreach (var building in (string[])["1", "2", "3", "4", "5", "6"])
            await Eventually.Async(async () =>
                Assert.DoesNotContain("OUT_OF_SERVICE", await _story.LiftsAsync(building)));
        var project = await _story.Clerk.GetAsync($"/api/v1/works-projects/{_story.ProjectId}");
        foreach (var lift in project.Json.GetProperty("lifts").EnumerateArray())
        {
            foreach (var step in s_steps)
            {
                var path = $"/api/v1/works-projects/{_story.ProjectId}/lifts/{lift.GetProperty("id").GetGuid()}/steps";
                var taken = await _story.Clerk.PostAsync(path, new { step });
                Assert.True((int)taken.Status is 200 or 201, taken.Text);
            }
        }
    }

    private async Task<int> InServiceAsync(string disclosure)
    {
        // A page already closed today keeps its lifts: a correction, with its reason, shows the new ones.
        (await _story.Manager.PostAsync($"/api/v1/campaigns/{_story.CampaignId}/snapshots", new { reason = "电梯恢复运行" }))
            .Expect(HttpStatusCode.OK);
        var page = (await _story.Platform.Anonymous().GetAsync(disclosure)).Expect(HttpStatusCode.OK);
        return page.Json.GetProperty("buildings").EnumerateArray().Sum(b => b.GetProperty("lifts").EnumerateArray()
            .Count(l => l.GetProperty("state").GetString() == "IN_SERVICE"));
    }

    private async Task<ApiClient> OwnerOfAsync(string building)
    {
        var path = $"/api/v1/estates/{_story.EstateId}/units?building={building}&limit=1";
        var units = (await _story.Clerk.GetAsync(path)).Expect(HttpStatusCode.OK);
        var ownerRef = units.Json.GetProperty("items")[0].GetProperty("ownerRefs")[0].GetString();
        var subject = $"owner-{_story.Street}-{building}";
        (await _story.Clerk.PostAsync("/api/v1/owner-accounts",
            new { subject, estateId = _story.EstateId, ownerRef }))
            .Expect(HttpStatusCode.Created);
        return _story.Platform.As("owner", _story.Street, subject);
    }
}

using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.DualConsultations;

/// <summary>Scenarios 003-3 and 003-6: the zone and the building decide on a lift apart (LIFT-04).</summary>
public sealed class DualConsultationTests(ConsultationService service)
{
    private const string Shanghai = "310106", Laiwu = "370116";
    private const int Households = 10; // In each of two buildings; the lift is for building 1.

    private static readonly object Agreement =
        new { signedOn = DateTime.UtcNow.AddHours(8).ToString("yyyy-MM-dd"), documentHash = new string('a', 64) };

    [Fact, Trait("rule", "LIFT-04"), Trait("scenario", "003-3")]
    public async Task nothing_is_signed_before_zone_and_building_have_both_passed()
    {
        var story = await OpenAsync(Shanghai, zoneMatter: "M9");
        await RefusedAsync(story, "区域：尚未计票；楼栋：尚未计票", "PENDING");

        await VoteAsync(story, story.Building, buildings: 1, votes: 8, inFavour: 6); // 80 % came, 6/8 is exactly 3/4.
        await RefusedAsync(story, "区域：尚未计票；楼栋：通过", "PENDING");

        await VoteAsync(story, story.Zone, buildings: 2, votes: 14, inFavour: 8); // 14/20 came, 8/14 is above one half.
        Assert.Equal("PASSED", (await story.Office.Clerk.GetAsync(story.Path))["status"]);
        var signed = (await SignAsync(story)).Expect(HttpStatusCode.OK);
        Assert.Equal(("AGREED", "M9", "M7"), (signed["status"],
            signed.Json.GetProperty("zone").GetProperty("matter").GetString(),
            signed.Json.GetProperty("building").GetProperty("matter").GetString()));
        (await SignAsync(story)).ExpectProblem(HttpStatusCode.Conflict, "dual_consultations.agreed");
    }

    [Fact, Trait("rule", "LIFT-04"), Trait("scenario", "003-6")]
    public async Task a_building_below_three_quarters_fails_whatever_the_zone_says()
    {
        var story = await OpenAsync(Shanghai, zoneMatter: "M9");
        await VoteAsync(story, story.Zone, buildings: 2, votes: 20, inFavour: 20);
        await VoteAsync(story, story.Building, buildings: 1, votes: 8, inFavour: 5);
        await RefusedAsync(story, "区域：通过；楼栋：未通过", "FAILED");
    }

    [Fact, Trait("rule", "LIFT-04")]
    public async Task the_zones_threshold_is_the_profiles_and_nobody_types_it_in()
    {
        // Half of those who came is not above one half; elsewhere it takes three quarters for common ground (M8).
        var shanghai = await OpenAsync(Shanghai, zoneMatter: "M9");
        await VoteAsync(shanghai, shanghai.Zone, buildings: 2, votes: 14, inFavour: 7);
        await VoteAsync(shanghai, shanghai.Building, buildings: 1, votes: 10, inFavour: 10);
        await RefusedAsync(shanghai, "区域：未通过；楼栋：通过", "FAILED");

        var laiwu = await OpenAsync(Laiwu, zoneMatter: "M8");
        await VoteAsync(laiwu, laiwu.Zone, buildings: 2, votes: 16, inFavour: 11);
        await VoteAsync(laiwu, laiwu.Building, buildings: 1, votes: 10, inFavour: 10);
        await RefusedAsync(laiwu, "区域：未通过；楼栋：通过", "FAILED");
        var refused = await OpenDualAsync(laiwu.Office, laiwu.Building, laiwu.Building);
        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "dual_consultations.zone_does_not_fit");
        Assert.Equal("M8", refused["detail"]);
    }

    [Fact, Trait("rule", "LIFT-04")]
    public async Task one_zone_vote_serves_many_buildings_and_a_buildings_vote_one_lift()
    {
        var story = await OpenAsync(Shanghai, zoneMatter: "M9");
        var other = await OpenMotionAsync(story.Office, story.Estate, "M7", building: "2");
        (await OpenDualAsync(story.Office, story.Zone, other)).Expect(HttpStatusCode.Created);
        (await OpenDualAsync(story.Office, story.Zone, story.Building))
            .ExpectProblem(HttpStatusCode.Conflict, "dual_consultations.building_taken");

        var notALift = await OpenMotionAsync(story.Office, story.Estate, "M5", building: "2");
        (await OpenDualAsync(story.Office, story.Zone, notALift))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "dual_consultations.building_does_not_fit");
        var elsewhere = await OpenMotionAsync(
            story.Office, await story.Office.RegisterAsync(Estates.Of(3)), "M7", building: "1");
        (await OpenDualAsync(story.Office, story.Zone, elsewhere))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "dual_consultations.other_estate");
        (await OpenDualAsync(story.Office, story.Zone, Guid.NewGuid()))
            .ExpectProblem(HttpStatusCode.NotFound, "motions.not_found");
        var page = (await story.Office.Clerk.GetAsync($"/api/v1/dual-consultations?estateId={story.Estate}"))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(2, page.Json.GetProperty("items").GetArrayLength());
    }

    [Fact, Trait("rule", "PUB-04")]
    public async Task a_revoked_decision_stops_the_signing()
    {
        var story = await OpenAsync(Shanghai, zoneMatter: "M9");
        await VoteAsync(story, story.Zone, buildings: 2, votes: 20, inFavour: 20);
        await VoteAsync(story, story.Building, buildings: 1, votes: 10, inFavour: 10);
        var posted = (await story.Office.PostResultAsync(story.Zone, "小区公告栏")).Expect(HttpStatusCode.Created);
        await story.Office.MoveClockToAsync(posted.Json.GetProperty("endsAt").GetDateTimeOffset().AddSeconds(1));
        var motion = $"/api/v1/motions/{story.Zone}";
        await Eventually.Async(async () =>
            Assert.Equal("EFFECTIVE", (await story.Office.Clerk.GetAsync(motion))["status"]));
        Assert.Equal("PASSED", (await story.Office.Clerk.GetAsync(story.Path))["status"]);

        var decision = (await story.Office.Clerk.GetAsync($"{motion}/tally"))["decisionId"];
        (await story.Office.Clerk.PostAsync($"/api/v1/decisions/{decision}/revocations", new
        {
            ground = "REVOKED_COURT", authority = "某区人民法院", documentHash = new string('f', 64),
            decidedOn = posted["startsOn"],
        })).Expect(HttpStatusCode.Created);

        await RefusedAsync(story, "区域：决定已被撤销；楼栋：通过", "FAILED");
    }

    [Fact, Trait("rule", "LIFT-04")]
    public async Task an_agreement_is_dated_between_the_counts_and_today()
    {
        var story = await OpenAsync(Shanghai, zoneMatter: "M9");
        await VoteAsync(story, story.Zone, buildings: 2, votes: 20, inFavour: 20);
        await VoteAsync(story, story.Building, buildings: 1, votes: 10, inFavour: 10);
        foreach (var day in (string[])["2020-01-01", "2099-01-01"])
        {
            (await story.Office.Clerk.PostAsync(
                $"{story.Path}/agreement", new { signedOn = day, documentHash = new string('a', 64) }))
                .ExpectProblem(HttpStatusCode.UnprocessableEntity, "dual_consultations.signed_on_out_of_range");
        }
        (await story.Office.Clerk.PostAsync(
            $"{story.Path}/agreement", new { signedOn = "2024-06-03", documentHash = "ABC" }))
            .ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        (await story.Office.As(Roles.CommunityWorker).PostAsync($"{story.Path}/agreement", Agreement))
            .Expect(HttpStatusCode.Forbidden);
        (await service.NewOffice().Clerk.GetAsync(story.Path)).Expect(HttpStatusCode.NotFound);
    }

    private async Task<Story> OpenAsync(string district, string zoneMatter)
    {
        var office = service.NewOffice(district);
        var estate = await office.RegisterAsync([.. Enumerable.Range(1, 2 * Households).Select(i => Estates.Unit(
            $"{100 + (i - 1) % Households + 1}", [$"P{i}"], building: i <= Households ? "1" : "2"))]);
        var zone = await OpenMotionAsync(office, estate, zoneMatter, building: null);
        var building = await OpenMotionAsync(office, estate, "M7", building: "1");
        var dual = (await OpenDualAsync(office, zone, building)).Expect(HttpStatusCode.Created).Id;
        return new Story(office, estate, zone, building, $"/api/v1/dual-consultations/{dual}");
    }

    private static async Task<Guid> OpenMotionAsync(Office office, Guid estate, string matter, string? building)
    {
        object scope = building is null ? new { kind = "AREA" } : new { kind = "BUILDING", building };
        var roll = (await office.Clerk.PostAsync("/api/v1/rolls", new { estateId = estate, scope }))
            .Expect(HttpStatusCode.Created).Id;
        return await office.OpenAsync(await office.SealAsync(roll), matter);
    }

    private static Task<Answer> OpenDualAsync(Office office, Guid zone, Guid building) => office.Clerk.PostAsync(
        "/api/v1/dual-consultations",
        new { zoneMotionId = zone, buildingMotionId = building, title = "1695弄16号加装电梯" });

    private static async Task VoteAsync(Story story, Guid motion, int buildings, int votes, int inFavour)
    {
        for (var i = 0; i < votes; i++)
        {
            (await story.Office.TallyClerk.PostAsync($"/api/v1/motions/{motion}/ballots", new
            {
                building = $"{i % buildings + 1}", entrance = "1", room = $"{101 + i / buildings}",
                choice = i < inFavour ? "FOR" : "AGAINST", channel = "PAPER", castAt = "2023-05-20T09:02:00+08:00",
            })).Expect(HttpStatusCode.Created);
        }
        (await story.Office.CloseAsync(motion)).Expect(HttpStatusCode.OK);
    }

    private static Task<Answer> SignAsync(Story story) =>
        story.Office.Clerk.PostAsync($"{story.Path}/agreement", Agreement);

    private static async Task RefusedAsync(Story story, string detail, string status)
    {
        var refused = await SignAsync(story);
        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "dual_consultations.not_passed");
        Assert.Equal((detail, status),
            (refused["detail"], (await story.Office.Clerk.GetAsync(story.Path))["status"]));
    }

    private sealed record Story(Office Office, Guid Estate, Guid Zone, Guid Building, string Path);
}

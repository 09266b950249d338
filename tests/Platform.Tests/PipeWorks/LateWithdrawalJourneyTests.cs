using CivicPlatform.Platform.Tests.LiftOverhaul;

namespace CivicPlatform.Platform.Tests.PipeWorks;

/// <summary>Story 001-5 through the gateway: what Consultation refuses, Cases takes up.</summary>
public sealed class LateWithdrawalJourneyTests(PlatformFixture platform)
{
    private static readonly string s_paper = new('a', 64);

    [Fact, Trait("scenario", "001-5"), Trait("rule", "PIPE-02")]
    public async Task a_withdrawal_after_the_lock_is_refused_and_appears_among_the_cases()
    {
        var story = await LiftOverhaulStory.RegisteredAsync(platform);
        await story.TakeTheCallAsync();
        var (board, household) = await LockedBoardAsync(story);

        var refused = await story.Clerk.PostAsync($"{board}/consents", new { unitId = household, state = "WITHDRAWN" });

        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "consent_boards.locked");
        var id = Guid.Empty;
        await Eventually.Async(async () => id = Assert.Single((await story.Clerk.GetAsync(
            $"/api/v1/cases?estateId={story.EstateId}&channel=REFERRAL")).Expect(HttpStatusCode.OK)
            .Json.GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
        var opened = (await story.Clerk.GetAsync($"/api/v1/cases/{id}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("CONSENT_WITHDRAWAL", board, $"{story.CaseId}"), (
            opened["matter"], opened["referral.source"], opened["referral.parentCaseId"]));
        var line = Assert.Single((await story.Clerk.GetAsync($"{board}/households")).Expect(HttpStatusCode.OK)
            .Json.GetProperty("items").EnumerateArray(), h => h.GetProperty("unitId").GetGuid() == household);
        Assert.Equal(line.GetProperty("ref").GetString(), opened["referral.householdRef"]);
    }

    private static async Task<(string Board, Guid Household)> LockedBoardAsync(LiftOverhaulStory story)
    {
        var units = (await story.Clerk.GetAsync(
            $"/api/v1/estates/{story.EstateId}/units?building=4&saleStatus=SOLD&limit=2"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()
            .Select(u => (Id: u.GetProperty("id").GetGuid(), Owner: u.GetProperty("ownerRefs")[0].GetString()!))
            .ToArray();
        var roll = Guid.Empty;
        await Eventually.Async(async () => roll = (await story.Clerk.PostAsync("/api/v1/rolls", new
        {
            estateId = story.EstateId, scope = new { kind = "RISER", units = units.Select(u => u.Id) },
        })).Expect(HttpStatusCode.Created).Id);
        await story.SealRollAsync(roll);
        var board = (await story.Clerk.PostAsync("/api/v1/consent-boards",
            new { rollId = roll, title = "上下水改造", caseId = story.CaseId })).Expect(HttpStatusCode.Created).Id;

        var path = $"/api/v1/consent-boards/{board}";
        foreach (var (unitId, ownerRef) in units)
        {
            (await story.Clerk.PostAsync($"{path}/consents",
                new { unitId, state = "AGREED", ownerRef, documentHash = s_paper })).Expect(HttpStatusCode.OK);
        }
        (await story.Clerk.PostAsync($"{path}/lock", new { })).Expect(HttpStatusCode.OK);
        return (path, units[0].Id);
    }
}

using CivicPlatform.Platform.Tests.LiftOverhaul;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>The handling of the canary's case: a department, a duty and a note; and bodies for their calls.</summary>
internal static class CanaryCases
{
    /// <summary>Makes one record of each kind and gives their ids by the resource that names them.</summary>
    public static async Task<Dictionary<string, string>> MakeAsync(LiftOverhaulStory story)
    {
        var department = (await story.Clerk.PostAsync("/api/v1/departments", new
        {
            divisionCode = story.Street, code = "CANARY", name = CanaryOffice.Words, kind = "STREET_OFFICE",
        })).Expect(HttpStatusCode.Created).Id;
        var duty = (await story.Clerk.PostAsync("/api/v1/duties", new
        {
            divisionCode = story.Street, matter = "CANARY", department = "CANARY",
        })).Expect(HttpStatusCode.Created).Id;
        (await story.Clerk.PostAsync($"/api/v1/cases/{story.CaseId}/dispatch", new
        {
            department = "CANARY", note = $"{CanaryOffice.Words}，{CanaryOffice.Reporter}，{CanaryOffice.Phone}",
        })).Expect(HttpStatusCode.OK);
        var records = await DisputeAsync(story);
        (records["departments"], records["duties"]) = ($"{department}", $"{duty}");
        return records;
    }

    private static async Task<Dictionary<string, string>> DisputeAsync(LiftOverhaulStory story)
    {
        var path = $"/api/v1/cases/{story.CaseId}";
        var track = (await story.Clerk.PostAsync($"{path}/tracks", Track())).Expect(HttpStatusCode.Created).Id;
        foreach (var body in new object[]
        {
            new { kind = "ACCEPT", note = CanaryOffice.Words },
            new { kind = "SESSION", parties = new[] { "APPLICANT", "RESPONDENT" } }, new { kind = "AGREE" },
        }) (await story.Clerk.PostAsync($"/api/v1/tracks/{track}/events", body)).Expect(HttpStatusCode.OK);
        var offer = (await story.Clerk.PostAsync($"{path}/offers", Offer())).Expect(HttpStatusCode.Created).Id;
        var thanks = (await story.Clerk.PostAsync($"{path}/feedback", Thanks())).Expect(HttpStatusCode.Created).Id;
        var settlement = (await story.Clerk.PostAsync($"{path}/settlements", Settlement(track)))
            .Expect(HttpStatusCode.Created).Id;
        return new()
        {
            ["tracks"] = $"{track}", ["offers"] = $"{offer}", ["case-feedback"] = $"{thanks}",
            ["settlements"] = $"{settlement}",
        };
    }

    private static object Track() => new
    {
        kind = "MEDIATION", parties = new[] { "APPLICANT" }, note = CanaryOffice.Words,
    };

    private static object Offer() => new
    {
        party = "DEVELOPER", head = "REPAIR", percent = 100, note = CanaryOffice.Words,
    };

    private static object Thanks() => new { kind = "BANNER", consentToPublish = false };

    private static object Settlement(Guid mediationId) => new
    {
        mediationId, form = "WRITTEN", parties = new[] { "APPLICANT", "RESPONDENT" }, text = CanaryOffice.Words,
        heads = new[]
        {
            new { head = "REPAIR", amount = "2.00", shares = new[] { new { party = "APPLICANT", weight = "1" } } },
        },
    };

    /// <summary>A well-formed body for an operation of these, or null.</summary>
    public static object? BodyOf(ApiOperation operation, CanaryOffice office) => $"{operation}" switch
    {
        "POST /api/v1/departments" => new
        {
            divisionCode = office.Story.Street, code = "WALK", name = "所", kind = "STREET_OFFICE",
        },
        "PUT /api/v1/departments/{id}" => new { name = "所", active = true },
        "POST /api/v1/departments/{id}/members" => new { subject = "walker" },
        "POST /api/v1/duties" => new { divisionCode = office.Story.Street, matter = "WALK", department = "CANARY" },
        "PUT /api/v1/duties/{id}" => new { department = "CANARY", communityDuty = false },
        "POST /api/v1/cases/{id}/tracks" => Track(),
        "POST /api/v1/tracks/{id}/events" => new { kind = "ACCEPT" },
        "POST /api/v1/cases/{id}/liability" => new { kind = "COUNTER_STATEMENT", statedBy = "RESPONDENT" },
        "POST /api/v1/cases/{id}/offers" => Offer(),
        "POST /api/v1/cases/{id}/feedback" => Thanks(),
        "POST /api/v1/cases/{id}/settlements" => Settlement(Guid.CreateVersion7()),
        "POST /api/v1/settlements/{id}/signatures" => new { signer = "APPLICANT", documentHash = new string('a', 64) },
        "POST /api/v1/settlements/{id}/judicial-confirmation" => new { jointly = true },
        "POST /api/v1/works-projects/{id}/links" => new { projectId = Guid.CreateVersion7(), kind = "SHARED_REPAIR" },
        "POST /api/v1/cases/{id}/redirect" => new { disposition = "BEYOND_SCOPE", told = "已告知" },
        "POST /api/v1/cases/{id}/dispatch" => new { department = "CANARY" },
        "POST /api/v1/cases/{id}/return-requests" => new { reason = "NOT_OUR_DUTY", note = "非本单位职责" },
        "POST /api/v1/cases/{id}/return-rulings" => new { granted = false, note = "属本单位职责" },
        "POST /api/v1/cases/{id}/co-reports" => new { department = "CANARY", note = "已检修" },
        "POST /api/v1/cases/{id}/extensions" => new { days = 1, reason = "OTHER", toldOn = "2023-02-08" },
        "POST /api/v1/cases/{id}/suspension-requests" => new
        {
            reason = "OTHER", targetOn = "2099-12-31", publicExplanation = "待规划批复",
        },
        "POST /api/v1/cases/{id}/suspension-rulings" => new { approved = true },
        "POST /api/v1/cases/{id}/suspension-reviews" => new { targetOn = "2099-12-31", note = "尚未批复" },
        "POST /api/v1/cases/{id}/reply" => new { toldOn = "2023-02-08", note = "已修复" },
        "POST /api/v1/cases/{id}/answer" => new { note = "已答复" },
        "POST /api/v1/cases/{id}/callbacks" => new { reached = false },
        "POST /api/v1/cases/{id}/merge" => new { into = Guid.CreateVersion7() },
        "POST /api/v1/cases/{id}/comments" => new { audience = "INTERNAL", note = "备注" },
        _ => null,
    };
}

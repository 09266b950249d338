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
        return new() { ["departments"] = $"{department}", ["duties"] = $"{duty}" };
    }

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

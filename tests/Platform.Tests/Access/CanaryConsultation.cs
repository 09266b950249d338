using System.Text;
using CivicPlatform.Platform.Tests.LiftOverhaul;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>The canary's consultation beside its vote: a consent board, a meeting, an objection under way.</summary>
internal static class CanaryConsultation
{
    private static readonly string s_paper = new('c', 64);

    /// <summary>Makes one record of each kind and gives their ids by the resource that names them.</summary>
    public static async Task<Dictionary<string, string>> MakeAsync(LiftOverhaulStory story)
    {
        var (clerk, records) = (story.Clerk, new Dictionary<string, string>());
        var roll = (await clerk.PostAsync("/api/v1/rolls", new
        {
            estateId = story.EstateId, scope = new { kind = "BUILDING", building = "4" },
        })).Expect(HttpStatusCode.Created).Id;
        var unit = (await clerk.GetAsync($"/api/v1/rolls/{roll}/units")).Expect(HttpStatusCode.OK)
            .Json.GetProperty("items")[0];
        var (unitId, owner) = (unit.GetProperty("unitId").GetGuid(), unit.GetProperty("ownerRefs")[0].GetString());

        (await clerk.PostAsync($"/api/v1/rolls/{roll}/corrections", new
        {
            unitId, area = "88.88", areaSource = "SURVEY", reason = "SURVEY_REPORT", documentHash = s_paper,
        })).Expect(HttpStatusCode.Created);
        await story.SealRollAsync(roll);
        records["publicity-periods"] = await PostResultAsync(story, roll);
        records["objections"] = (await clerk.PostAsync(
            $"/api/v1/publicity-periods/{records["publicity-periods"]}/objections",
            new { ownerRef = owner, unitId, reason = "LIGHT", text = CanaryOffice.Words }))
            .Expect(HttpStatusCode.Created)["id"];

        records["evidence-files"] = (await story.TallyClerk.PostCsvAsync(
            $"/api/v1/motions/{story.MotionId}/evidence-files", Scan(), mediaType: "application/pdf"))
            .Expect(HttpStatusCode.Created)["id"];
        records["dual-consultations"] = await ConsultTwiceAsync(story, roll);
        records["lift-teams"] = await FormTeamAsync(story);
        (await clerk.PostAsync($"/api/v1/motions/{story.MotionId}/visits", new
        {
            unitId, visitedOn = "2024-05-06", visitor = "COMMITTEE", channel = "VISIT", outcome = "UNCHANGED",
            words = CanaryOffice.Words,
        })).Expect(HttpStatusCode.Created);
        records["consent-boards"] = (await clerk.PostAsync("/api/v1/consent-boards",
            new { rollId = roll, title = "上下水改造" })).Expect(HttpStatusCode.Created)["id"];
        (await clerk.PostAsync($"/api/v1/consent-boards/{records["consent-boards"]}/visits", new
        {
            unitId, visitedOn = "2024-05-06", channel = "VISIT", outcome = "UNCHANGED", offer = CanaryOffice.Words,
        })).Expect(HttpStatusCode.Created);
        records["unitId"] = $"{unitId}";
        (records["owner-disclosures"], records["lift-boards"]) = ($"{story.EstateId}", $"{story.EstateId}");
        await MeetAsync(story, records);
        return records;
    }

    /// <summary>A well-formed body for an operation of these, or null.</summary>
    public static object? BodyOf(ApiOperation operation, CanaryOffice office) => $"{operation}" switch
    {
        "POST /api/v1/motions/{id}/designations" => new { ballotId = Guid.CreateVersion7(), documentHash = s_paper },
        "POST /api/v1/motions/{id}/recounts" => new { reason = "ROUTINE" },
        "POST /api/v1/motions/{id}/clicks" => new { unitId = office.ByName("unitId"), choice = "FOR" },
        "POST /api/v1/rolls/{id}/posting" => new
        {
            places = new[] { "公告栏" }, postedOn = "2023-04-03", until = "2023-04-10",
        },
        "POST /api/v1/rolls/{id}/corrections" => new
        {
            unitId = office.ByName("unitId"), area = "88.88", areaSource = "SURVEY", reason = "SURVEY_REPORT",
            documentHash = s_paper,
        },
        "POST /api/v1/lift-teams" => new
        {
            estateId = office.Story.EstateId, building = "4", entrance = "1", formedOn = "2024-05-06",
            members = new[] { new { ownerRef = "P00001", unitId = office.ByName("unitId") } },
        },
        "POST /api/v1/motions/{id}/visits" => new
        {
            unitId = office.ByName("unitId"), visitedOn = "2024-05-06", visitor = "COMMUNITY", channel = "PHONE",
            outcome = "NOT_MET",
        },
        "POST /api/v1/consent-boards" => new { rollId = office.Story.RollId, title = "上下水改造" },
        "POST /api/v1/consent-boards/{id}/consents" => new { unitId = office.ByName("unitId"), state = "REFUSED" },
        "POST /api/v1/consent-boards/{id}/accesses" => new { unitId = office.ByName("unitId"), state = "NEEDED" },
        "POST /api/v1/consent-boards/{id}/visits" => new
        {
            unitId = office.ByName("unitId"), visitedOn = "2024-05-06", channel = "PHONE", outcome = "NOT_MET",
        },
        "POST /api/v1/dual-consultations" => new
        {
            zoneMotionId = office.Story.RollId, buildingMotionId = office.Story.RollId, title = "加装电梯",
        },
        "POST /api/v1/dual-consultations/{id}/agreement" => new { signedOn = "2024-05-06", documentHash = s_paper },
        "POST /api/v1/meetings" => new
        {
            estateId = office.Story.EstateId, kind = "WEEKLY", title = "例会", heldOn = "2024-05-06",
            agenda = new[] { "进度" },
        },
        "POST /api/v1/meetings/{id}/attendances" => new { party = "RESIDENTS", persons = 3 },
        "POST /api/v1/meetings/{id}/invitations" => new
        {
            party = "PROVIDER", channel = "MAIL", sentAt = "2024-05-02T10:00:00+08:00", documentHash = s_paper,
        },
        "POST /api/v1/meetings/{id}/invitations/{invitationId}/services" => new
        {
            deliveredAt = "2024-05-03T10:00:00+08:00", receiver = "PARTY_STAFF", proofHash = s_paper,
        },
        "POST /api/v1/meetings/{id}/suggestions" => new { text = "建议" },
        "POST /api/v1/meetings/{id}/suggestions/{suggestionId}/group" => new { group = "其他" },
        "POST /api/v1/meetings/{id}/suggestions/{suggestionId}/answer" => new { party = "COMMUNITY", text = "答复" },
        "POST /api/v1/meeting-series" => new
        {
            estateId = office.Story.EstateId, title = "例会", firstOn = "2024-05-06", weeks = 2,
            agenda = new[] { "进度" },
        },
        "POST /api/v1/meetings/{id}/action-items" => new { text = "事项", owner = "PROVIDER", dueOn = "2024-06-01" },
        "POST /api/v1/meetings/{id}/minutes" => new { text = "纪要" },
        "POST /api/v1/meetings/{id}/minutes/{number}/signatures" => new { party = "COMMUNITY", documentHash = s_paper },
        "POST /api/v1/publicity-periods/{id}/objections" => new
        {
            ownerRef = "P00001", unitId = office.ByName("unitId"), reason = "NOISE", text = "噪声",
        },
        "POST /api/v1/publicity-periods/{id}/own-objections" => new
        {
            unitId = office.ByName("unitId"), reason = "LIGHT", text = "采光",
        },
        "POST /api/v1/publicity-periods/{id}/objections/{objectionId}/answer" => new { text = "答复" },
        "POST /api/v1/decisions/{id}/committee-notice" => new { toldOn = "2024-05-06", documentHash = s_paper },
        "POST /api/v1/decisions/{id}/revocations" => new
        {
            ground = "REVOKED_COURT", authority = "人民法院", documentHash = s_paper, decidedOn = "2024-05-06",
        },
        _ => null,
    };

    /// <summary>The smallest thing that is taken for the scan of a paper.</summary>
    public static byte[] Scan() => Encoding.UTF8.GetBytes("%PDF-1.7 " + CanaryOffice.Words);

    // A motion that nobody answered: its result is posted as well, and hangs while the walk looks on.
    private static async Task<string> PostResultAsync(LiftOverhaulStory story, Guid roll)
    {
        var motion = (await story.Clerk.PostAsync("/api/v1/motions",
            await story.MotionAsync(roll, "M9", "无人答复的事项"))).Expect(HttpStatusCode.Created).Id;
        (await story.TallyClerk.PostAsync($"/api/v1/motions/{motion}/close", new { })).Expect(HttpStatusCode.OK);
        return (await story.Clerk.PostAsync($"/api/v1/motions/{motion}/publicity", new { places = new[] { "公告栏" } }))
            .Expect(HttpStatusCode.Created)["id"];
    }

    private static async Task<string> ConsultTwiceAsync(LiftOverhaulStory story, Guid buildingRoll)
    {
        var motions = new List<Guid>();
        foreach (var (rollId, matter) in ((Guid, string)[])[(story.RollId, "M8"), (buildingRoll, "M7")])
        {
            motions.Add((await story.Clerk.PostAsync(
                "/api/v1/motions", await story.MotionAsync(rollId, matter, "加装电梯")))
                .Expect(HttpStatusCode.Created).Id);
        }
        return (await story.Clerk.PostAsync("/api/v1/dual-consultations",
            new { zoneMotionId = motions[0], buildingMotionId = motions[1], title = "4号楼加装电梯" }))
            .Expect(HttpStatusCode.Created)["id"];
    }

    private static async Task<string> FormTeamAsync(LiftOverhaulStory story)
    {
        var units = (await story.Clerk.GetAsync($"/api/v1/rolls/{story.RollId}/units")).Json.GetProperty("items")
            .EnumerateArray().Where(u => u.GetProperty("ownerRefs").GetArrayLength() > 0).ToArray();
        var doorway = units.GroupBy(u => (u.GetProperty("building").GetString(), u.GetProperty("entrance").GetString()))
            .First(g => g.DistinctBy(u => u.GetProperty("ownerRefs")[0].GetString()).Count() >= 3);
        return (await story.Clerk.PostAsync("/api/v1/lift-teams", new
        {
            estateId = story.EstateId, building = doorway.Key.Item1, entrance = doorway.Key.Item2,
            formedOn = "2024-05-06",
            members = doorway.DistinctBy(u => u.GetProperty("ownerRefs")[0].GetString()).Take(3).Select((u, i) => new
            {
                ownerRef = u.GetProperty("ownerRefs")[0].GetString(), unitId = u.GetProperty("unitId").GetGuid(),
                leads = i == 0,
            }),
        })).Expect(HttpStatusCode.Created)["id"];
    }

    private static async Task MeetAsync(LiftOverhaulStory story, Dictionary<string, string> records)
    {
        var meeting = (await story.Clerk.PostAsync("/api/v1/meetings", new
        {
            estateId = story.EstateId, kind = "WEEKLY", title = "例会", heldOn = "2024-05-06",
            agenda = new[] { "进度" },
        })).Expect(HttpStatusCode.Created)["id"];
        var path = $"/api/v1/meetings/{meeting}";
        (await story.Clerk.PostAsync($"{path}/attendances", new { party = "COMMUNITY", persons = 2 }))
            .Expect(HttpStatusCode.OK);
        var asked = (await story.Clerk.PostAsync($"{path}/action-items",
            new { text = "事项", owner = "PROVIDER", dueOn = "2024-06-01" })).Expect(HttpStatusCode.OK);
        (await story.Clerk.PostAsync($"{path}/minutes", new { text = CanaryOffice.Words }))
            .Expect(HttpStatusCode.Created);
        await AroundAsync(story, path, records);
        records["meetings"] = meeting;
        records["minutes"] = "1";
        records["action-items"] = asked.Json.GetProperty("actionItems")[0].GetProperty("id").GetString()!;
    }

    // Its invitation, photo, suggestion and the series of the weeks after it.
    private static async Task AroundAsync(LiftOverhaulStory story, string path, Dictionary<string, string> records)
    {
        records["invitations"] = (await story.Clerk.PostAsync($"{path}/invitations", new
        {
            party = "PROVIDER", channel = "IN_PERSON", sentAt = "2024-05-02T10:00:00+08:00", documentHash = s_paper,
        })).Expect(HttpStatusCode.Created)["id"];
        records["suggestions"] = (await story.Clerk.PostAsync($"{path}/suggestions", new { text = CanaryOffice.Words }))
            .Expect(HttpStatusCode.Created)["id"];
        records["attachments"] = (await story.Clerk.SendAsync(HttpMethod.Post, $"{path}/attachments?purpose=PHOTO",
            Photo(), $"{Guid.NewGuid()}")).Expect(HttpStatusCode.Created)["id"];
        records["meeting-series"] = (await story.Clerk.PostAsync("/api/v1/meeting-series", new
        {
            estateId = story.EstateId, title = "例会", firstOn = "2024-05-06", weeks = 2, agenda = new[] { "进度" },
        })).Expect(HttpStatusCode.Created)["id"];
    }

    /// <summary>The first bytes of a photo, and the canary's words after them.</summary>
    public static ByteArrayContent Photo()
    {
        var content = new ByteArrayContent(
            [0xFF, 0xD8, 0xFF, 0xE0, .. System.Text.Encoding.UTF8.GetBytes(CanaryOffice.Words)]);
        content.Headers.ContentType = new("image/jpeg");
        return content;
    }
}

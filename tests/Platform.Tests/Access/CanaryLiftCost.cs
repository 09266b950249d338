using CivicPlatform.Platform.Tests.LiftOverhaul;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>A cost agreement of the canary's lift; and bodies for the calls of its way.</summary>
internal static class CanaryLiftCost
{
    /// <summary>Makes one record and gives its id by the resource that names it.</summary>
    public static async Task<Dictionary<string, string>> MakeAsync(LiftOverhaulStory story)
    {
        var doorway = $"/api/v1/estates/{story.EstateId}/units?building=4&entrance=1&limit=200";
        var units = (await story.Clerk.GetAsync(doorway)).Expect(HttpStatusCode.OK).Json.GetProperty("items")
            .EnumerateArray().Select(unit => unit.GetProperty("id").GetGuid());
        var agreement = (await story.Manager.PostAsync("/api/v1/cost-agreements",
            Draft(story.EstateId, [.. units]))).Expect(HttpStatusCode.Created)["id"];
        var grant = (await story.Manager.PostAsync("/api/v1/restricted-grants", Grant(story.AccountId)))
            .Expect(HttpStatusCode.Created)["id"];
        var shared = (await story.Manager.PostAsync("/api/v1/shared-costs", Shared(story)))
            .Expect(HttpStatusCode.Created);
        return new Dictionary<string, string>
        {
            ["cost-agreements"] = agreement, ["restricted-grants"] = grant, ["shared-costs"] = $"{shared.Id}",
        };
    }

    /// <summary>A well-formed body for an operation of these, or null.</summary>
    public static object? BodyOf(ApiOperation operation, CanaryOffice office) => $"{operation}" switch
    {
        "POST /api/v1/cost-agreements" => Draft(office.Story.EstateId, [Guid.CreateVersion7()]),
        "POST /api/v1/cost-agreements/{id}/versions" => new { reason = "重签", terms = Terms([Guid.CreateVersion7()]) },
        "POST /api/v1/cost-agreements/{id}/signatures" => new
        {
            unitId = office.ByName("unitId"), versionHash = new string('a', 64), signer = "o-1",
            signedOn = "2026-03-02",
        },
        "POST /api/v1/cost-agreements/{id}/conclude" => new { versionHash = new string('a', 64) },
        "POST /api/v1/cost-agreements/{id}/collection" => new
        {
            accountId = office.Story.AccountId, decisionId = office.Story.DecisionId,
        },
        "POST /api/v1/cost-agreements/{id}/late-joiners" => new
        {
            unitId = office.ByName("unitId"), amount = "1.00", bankSerial = "J1", bookedAt = "2026-03-02 10:00:00",
        },
        "POST /api/v1/cost-agreements/{id}/subsidy-claims" => new
        {
            registrationNumber = "1", registeredOn = "2026-03-02",
        },
        "POST /api/v1/cost-agreements/{id}/support-receipts" => new
        {
            kind = "SUBSIDY", amount = "1.00", bankSerial = "U1", bookedAt = "2026-03-02 10:00:00",
        },
        "POST /api/v1/shared-costs" => Shared(office.Story),
        "POST /api/v1/shared-costs/{id}/cancel" => new { reason = "有误" },
        "POST /api/v1/shared-costs/{id}/payments" => new
        {
            projectId = office.Story.ProjectId, bankSerial = "SC1", bookedAt = "2026-03-02 10:00:00",
        },
        "POST /api/v1/restricted-grants" => Grant(office.Story.AccountId),
        "POST /api/v1/restricted-grants/{id}/applications" => new
        {
            unitId = office.ByName("unitId"), amount = "1.00", household = new { age = 72, livesAlone = true },
            evidenceHash = new string('a', 64),
        },
        "POST /api/v1/restricted-grants/{id}/returns" => new
        {
            amount = "1.00", bankSerial = "V1", bookedAt = "2026-03-02 10:00:00",
        },
        _ => null,
    };

    private static object Shared(LiftOverhaulStory story) => new
    {
        estateId = story.EstateId, repairProjectId = story.ProjectId, contractor = CanaryOffice.Words,
        invoiceNumber = $"{Guid.CreateVersion7():N}", documentHash = new string('a', 64), total = "2.00",
        parts = new[]
        {
            new { projectId = story.ProjectId, campaignId = story.CampaignId, building = "4", weight = "1" },
            new { projectId = Guid.CreateVersion7(), campaignId = story.CampaignId, building = "5", weight = "1" },
        },
    };

    private static object Grant(Guid account) => new
    {
        accountId = account, foundation = "某慈善基金会", project = CanaryOffice.Words, amount = "1.00",
        creditCode = "91350100M000100Y43", agreementHash = new string('a', 64), bankSerial = "G1",
        restrictedTo = new { name = "高龄空巢", livingAlone = true }, bookedAt = "2026-03-02 10:00:00",
    };

    private static object Draft(Guid estate, Guid[] units) => new
    {
        estateId = estate, title = CanaryOffice.Words, building = "4", entrance = "1", terms = Terms(units),
    };

    private static object Terms(Guid[] units) => new
    {
        costs = new { works = "700000.00" }, method = "FLOOR_TABLE",
        table = Enumerable.Range(1, 40).ToDictionary(floor => $"{floor}", _ => "1"),
        households = units.Select(unit => new { unitId = unit, participation = "PAY" }),
    };
}

using CivicPlatform.Platform.Tests.LiftOverhaul;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>A use of the canary's maintenance fund; and bodies for the calls of its way.</summary>
internal static class CanarySpending
{
    private static readonly string s_paper = new('d', 64);

    /// <summary>Makes one record of each kind and gives their ids by the resource that names them.</summary>
    public static async Task<Dictionary<string, string>> MakeAsync(LiftOverhaulStory story)
    {
        var fund = (await story.Manager.GetAsync($"/api/v1/accounts?estateId={story.EstateId}"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()
            .Single(a => a.GetProperty("purpose").GetString() == "MAINTENANCE_FUND").GetProperty("id").GetGuid();
        var request = (await story.Manager.PostAsync("/api/v1/spend-requests", Proposal(fund)))
            .Expect(HttpStatusCode.Created)["id"];
        return new Dictionary<string, string>
        {
            ["spend-requests"] = request, ["payouts"] = $"{Guid.CreateVersion7()}", // None was asked for.
        };
    }

    /// <summary>A well-formed body for an operation of these, or null.</summary>
    public static object? BodyOf(ApiOperation operation, CanaryOffice office) => $"{operation}" switch
    {
        "POST /api/v1/spend-requests" => Proposal(office.Story.AccountId),
        "POST /api/v1/spend-requests/{id}/start-voting" => new { motionId = Guid.CreateVersion7() },
        "POST /api/v1/spend-requests/{id}/approve" => new { decisionId = Guid.CreateVersion7() },
        "POST /api/v1/spend-requests/{id}/hold" or "POST /api/v1/spend-requests/{id}/resume" => new
        {
            documentHash = s_paper, note = "书面异议",
        },
        "POST /api/v1/spend-requests/{id}/emergency" => new { situation = "HOUSE_SAFETY" },
        "POST /api/v1/spend-requests/{id}/emergency-confirmation" => new
        {
            by = new[] { "COMMITTEE" }, documentHash = s_paper,
        },
        "POST /api/v1/spend-requests/{id}/postings" => new
        {
            places = new[] { "公告栏" }, evidenceHash = s_paper, postedOn = "2024-07-01",
        },
        "POST /api/v1/spend-requests/{id}/objections" => new
        {
            unitId = office.ByName("unitId"), reason = "COST", text = "偏高", raisedOn = "2024-07-01",
        },
        "POST /api/v1/spend-requests/{id}/objections/{objectionId}/answer" => new { text = "答复" },
        "POST /api/v1/spend-requests/{id}/filings" => new { authority = "房管局", number = "1", outcome = "ACCEPTED" },
        "POST /api/v1/spend-requests/{id}/start-works" => new
        {
            contractor = "某公司", creditCode = "91350100M000100Y43", accountNumber = "31001234567890123",
            contractNumber = "1", contractHash = s_paper, heldUntil = "2030-01-01",
        },
        "POST /api/v1/spend-requests/{id}/accept" => new
        {
            authority = "房管局", acceptedOn = "2024-07-01", evidenceHash = s_paper,
        },
        "POST /api/v1/spend-requests/{id}/settle" => new { settled = "1.00", settlementHash = s_paper },
        "POST /api/v1/spend-requests/{id}/receivable-payments" => new
        {
            unitId = office.ByName("unitId"), amount = "1.00", bankSerial = "T1", bookedAt = "2024-07-01 10:00:00",
        },
        "POST /api/v1/spend-requests/{id}/payouts" => new { kind = "INSTALMENT", amount = "1.00" },
        "POST /api/v1/spend-requests/{id}/payouts/{payoutId}/approve" => new { heldUntil = "2030-01-01" },
        "POST /api/v1/spend-requests/{id}/payouts/{payoutId}/pay" => new
        {
            bankSerial = "P1", bookedAt = "2024-07-01 10:00:00", payeeAccount = "31001234567890123",
        },
        "POST /api/v1/spend-requests/{id}/payouts/{payoutId}/cancel" => new { reason = "过期" },
        _ => null,
    };

    private static object Proposal(Guid fund) => new
    {
        accountId = fund, title = CanaryOffice.Words, scope = new { kind = "AREA" },
        items = new[] { new { name = "防水", amount = "100.00" } }, partCode = "ROOF",
        warrantyEndsOn = "2016-06-30", liability = "NONE", proposer = "COMMITTEE", hasPropertyCompany = true,
    };
}

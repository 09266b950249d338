using CivicPlatform.Platform.Tests.LiftOverhaul;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>What belongs to one of the canary's bills beside its payments; and bodies for their calls.</summary>
internal static class CanaryRefunds
{
    private static readonly string s_paper = new('e', 64);

    /// <summary>Makes one record of each kind and gives their ids by the resource that names them.</summary>
    public static async Task<Dictionary<string, string>> MakeAsync(LiftOverhaulStory story)
    {
        var bill = (await story.Manager.GetAsync($"/api/v1/campaigns/{story.CampaignId}/bills?building=4&limit=200"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray().Single(b =>
                b.GetProperty("entrance").GetString() == "1" && b.GetProperty("room").GetString() == "101")
            .GetProperty("id").GetString()!;
        var line = (await story.LineAsync("CANARY3", "3.00", "4-1-101 代缴")).Expect(HttpStatusCode.Created);
        var receipt = (await story.Manager.PostAsync($"/api/v1/bills/{bill}/receipts",
            new { bankSerial = line["bankSerial"], payerKind = "TENANT" })).Expect(HttpStatusCode.Created);
        var refund = (await story.Manager.PostAsync("/api/v1/refunds", new
        {
            billId = bill, amount = "1.00", reason = CanaryOffice.Words,
        })).Expect(HttpStatusCode.Created);
        var card = (await story.Manager.PostAsync("/api/v1/lift-cards", new
        {
            billId = bill, serialHash = s_paper, reason = "OTHER",
        })).Expect(HttpStatusCode.Created);
        (await story.Manager.PostAsync($"/api/v1/campaigns/{story.CampaignId}/reminder-runs", new { }))
            .Expect(HttpStatusCode.Created);
        var reminders = (await story.Manager.GetAsync($"/api/v1/campaigns/{story.CampaignId}/reminders?limit=1"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items");
        var template = (await story.Manager.PostAsync($"/api/v1/campaigns/{await ClosedAsync(story)}/templates",
            new { title = CanaryOffice.Words })).Expect(HttpStatusCode.Created);
        return new()
        {
            ["campaign-templates"] = $"{template.Id}",
            ["bills"] = bill, ["receipts"] = $"{receipt.Id}", ["refunds"] = $"{refund.Id}",
            ["lift-cards"] = $"{card.Id}", ["reminders"] = reminders[0].GetProperty("id").GetString()!,
        };
    }

    /// <summary>Another campaign of the estate, opened and closed without a fen.</summary>
    private static async Task<Guid> ClosedAsync(LiftOverhaulStory story)
    {
        var account = (await story.Manager.PostAsync("/api/v1/accounts", new
        {
            estateId = story.EstateId, name = "旧专户", bankName = "测试银行", accountNumber = $"{story.Street}0009",
        })).Expect(HttpStatusCode.Created).Id;
        var campaign = (await story.Manager.PostAsync("/api/v1/campaigns", new
        {
            estateId = story.EstateId, accountId = account, title = "旧电梯大修", unitPrice = "1.00",
            decisionId = story.DecisionId,
        })).Expect(HttpStatusCode.Created).Id;
        (await story.Manager.PostAsync($"/api/v1/campaigns/{campaign}/open", new { })).Expect(HttpStatusCode.OK);
        (await story.Manager.PostAsync($"/api/v1/campaigns/{campaign}/close", new { bankBalance = "0.00" }))
            .Expect(HttpStatusCode.OK);
        return campaign;
    }

    /// <summary>A well-formed body for an operation of these, or null.</summary>
    public static object? BodyOf(ApiOperation operation, CanaryOffice office) => $"{operation}" switch
    {
        "POST /api/v1/bills/{id}/receipts" => new { bankSerial = "B1", payerKind = "TENANT" },
        "POST /api/v1/bills/{id}/receipts/{receiptId}/reveal" => new { purpose = "VERIFY_IDENTITY" },
        "POST /api/v1/bills/{id}/credit-applications" => new
        {
            toBillId = Guid.CreateVersion7(), amount = "1.00", reason = "抵缴",
        },
        "POST /api/v1/refunds" => new { billId = office.Record(("bills", "id")), amount = "1.00", reason = "退" },
        "POST /api/v1/refunds/{id}/pay" => new { bankSerial = "R1", bookedAt = "2023-07-01 10:00:00" },
        "POST /api/v1/refunds/{id}/cancel" => new { reason = "继续参加" },
        "POST /api/v1/bills/{id}/claim-letters" => new { sentOn = "2023-07-01", documentHash = s_paper },
        "POST /api/v1/reminders/{id}/visit" => new { visitedOn = "2023-07-01", outcome = "PROMISED" },
        "POST /api/v1/lift-cards" => new
        {
            billId = office.Record(("bills", "id")), serialHash = s_paper, reason = "OTHER",
        },
        "POST /api/v1/lift-cards/{id}/cancel" => new { reason = "LOST" },
        "POST /api/v1/campaigns/{id}/templates" => new { title = "同款" },
        "POST /api/v1/campaign-templates/{id}/copies" => new
        {
            estateId = office.Story.EstateId, accountId = office.Story.AccountId, title = "同款", unitPrice = "1.00",
        },
        _ => null,
    };
}

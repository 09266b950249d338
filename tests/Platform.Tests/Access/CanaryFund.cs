using CivicPlatform.Platform.Tests.LiftOverhaul;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>The maintenance fund of the canary's estate, with one deposit; and bodies for its calls.</summary>
internal static class CanaryFund
{
    public static async Task<IReadOnlyDictionary<string, string>> MakeAsync(LiftOverhaulStory story)
    {
        var manager = story.Manager;
        var account = (await manager.PostAsync("/api/v1/accounts", new
        {
            estateId = story.EstateId, name = "维修资金专户", bankName = "测试银行", accountNumber = "622200017777",
            purpose = "MAINTENANCE_FUND", custody = "HOUSING_AUTHORITY",
        })).Expect(HttpStatusCode.Created).Id;
        var entry = (await manager.PostAsync($"/api/v1/accounts/{account}/deposits", new
        {
            kind = "INITIAL_DEPOSIT", bankSerial = "CANARY-W1", bookedAt = "2023-03-02 10:00:00", note = "首期",
            lines = new[] { new { building = "4", entrance = "1", room = "101", amount = "6000.00" } },
        })).Expect(HttpStatusCode.Created).Id;
        var units = (await manager.GetAsync($"/api/v1/accounts/{account}/unit-funds")).Expect(HttpStatusCode.OK);
        return new Dictionary<string, string>
        {
            ["fund-entries"] = $"{entry}",
            ["unit-funds"] = units.Json.GetProperty("items")[0].GetProperty("unitId").GetString()!,
        };
    }

    public static object Body(ApiOperation operation, CanaryOffice office) => operation.Path.Split('/')[^1] switch
    {
        "deposits" => new
        {
            kind = "INITIAL_DEPOSIT", bankSerial = "W9", bookedAt = "2023-07-01 10:00:00", note = "首期",
            lines = new[] { new { building = "4", entrance = "1", room = "101", amount = "1.00" } },
        },
        "gains" => new
        {
            kind = "INTEREST", amount = "1.00", bankSerial = "W9", bookedAt = "2023-07-01 10:00:00", note = "结息",
        },
        "loss-refunds" => new
        {
            unitId = office.Record(("unit-funds", "unitId")), amount = "1.00", bankSerial = "W9",
            bookedAt = "2023-07-01 10:00:00", note = "灭失",
        },
        _ => new { reason = "有误" },
    };
}

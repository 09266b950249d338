using CivicPlatform.Platform.Tests.LiftOverhaul;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>The canary's bank: how its files are read, what it reconciles, and who may tell its payments.</summary>
internal static class CanaryBank
{
    /// <summary>Columns that no file of the canary has: it is set when everything was imported.</summary>
    public static object Mapping() => new
    {
        serial = "流水号", bookedAt = "日期", timeFormats = new[] { "yyyyMMdd" }, amount = "金额",
    };

    public static object Channel() => new { name = "银行回调", kind = "BANK", purpose = "OWNERS_PAYMENTS" };

    /// <summary>Makes one record of each kind and gives their ids by the resource that names them.</summary>
    public static async Task<Dictionary<string, string>> MakeAsync(LiftOverhaulStory story)
    {
        (await story.Manager.PutAsync($"/api/v1/accounts/{story.AccountId}/statement-mapping", Mapping()))
            .Expect(HttpStatusCode.Created);
        var reconciliation = (await story.Manager.PostAsync("/api/v1/reconciliations", new
        {
            accountId = story.AccountId, from = "2023-01-01", to = "2023-07-31", bankBalance = "1.00",
        })).Expect(HttpStatusCode.Created);
        var line = (await story.LineAsync("CANARY2", "5.00", "看不懂的附言")).Expect(HttpStatusCode.Created);
        var assigned = (await story.Manager.PostAsync($"/api/v1/suspense-lines/{line["lineId"]}/assign",
            new { building = "4", entrance = "1", room = "101", reason = "回单" })).Expect(HttpStatusCode.OK);
        var channel = (await story.Manager.PostAsync($"/api/v1/accounts/{story.AccountId}/bank-channels", Channel()))
            .Expect(HttpStatusCode.Created);
        return new()
        {
            ["bank-channels"] = $"{channel.Id}", ["bank-callbacks"] = $"{channel.Id}",
            ["reconciliations"] = $"{reconciliation.Id}", ["suspense-assignments"] = assigned["assignmentId"],
        };
    }
}

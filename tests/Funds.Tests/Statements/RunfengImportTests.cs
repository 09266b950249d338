using System.Net;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Statements;

/// <summary>The register and the bank statement of story 002, whole.</summary>
public sealed class RunfengImportTests(FundsHost funds)
{
    private static readonly string[] s_crossings =
    [
        "1 B20230000556 143976.84 287895.72", "2 B20230000476 140889.44 281402.36",
        "3 B20230000524 142958.17 285069.73", "4 B20230000564 145233.00 290466.00",
        "5 B20230000534 141563.81 282406.28", "6 B20230000571 146843.84 293429.13",
    ];

    [Fact, Trait("rule", "RAISE-03")]
    public async Task the_statement_gives_the_figures_of_the_story_and_again_only_duplicates()
    {
        var units = FundsHost.ReadUnits(Repository.SharedData("runfeng", "units.csv"));
        var csv = await File.ReadAllTextAsync(
            Repository.SharedData("runfeng", "bank.csv"), TestContext.Current.CancellationToken);
        var (_, account, campaign) = await funds.OpenAsync(units);

        var first = (await funds.ImportAsync(account, csv)).Expect(HttpStatusCode.Created);
        Assert.Equal("DONE 959 958 1 956 1 1 1517731.01 500.00 0.01", Figures(first));
        await AssertCampaignAsync(account, campaign);

        var again = (await funds.ImportAsync(account, csv)).Expect(HttpStatusCode.Created);
        Assert.Equal("DONE 959 0 959 0 0 0 0.00 0.00 0.00", Figures(again));
        await AssertCampaignAsync(account, campaign);
    }

    private static string Figures(Answer a) =>
        $"{a["status"]} {a["lines"]} {a["new"]} {a["duplicates"]} {a["matched"]} {a["suspense"]} {a["credits"]} " +
        $"{a["amounts.matched"]} {a["amounts.suspense"]} {a["amounts.credits"]}";

    private async Task AssertCampaignAsync(Guid account, Guid campaign)
    {
        var view = (await funds.Manager.GetAsync($"/api/v1/campaigns/{campaign}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("1720669.22", "1517731.01", "1080", "954", "88.3"), (view["totals.receivable"],
            view["totals.collected"], view["totals.households"], view["totals.householdsPaid"],
            view["totals.householdsPaidPercent"]));
        Assert.Equal(("1", "500.00", "0.01"), (view["suspenseLines"], view["suspense"], view["credits"]));

        var answer = await funds.Manager.GetAsync($"/api/v1/campaigns/{campaign}/buildings");
        var buildings = answer.Json.GetProperty("items");
        Assert.Equal(s_crossings, buildings.EnumerateArray().Select(b =>
            $"{b.GetProperty("building")} {b.GetProperty("threshold").GetProperty("bankSerial")} " +
            $"{b.GetProperty("threshold").GetProperty("collected")} {b.GetProperty("receivable")}"));
        await funds.AssertBalancedAsync(account);
        Assert.Equal(958L, await funds.Host.QueryAsync<long>(
            $"select count(*) from bank_lines where account_id = '{account}'"));
    }
}

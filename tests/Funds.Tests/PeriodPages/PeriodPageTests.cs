using System.Net;
using System.Text;
using CivicPlatform.Funds.PeriodPages;
using CivicPlatform.Funds.Tests.Disclosure;
using CivicPlatform.Funds.Tests.MaintenanceFund;
using CivicPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPlatform.Funds.Tests.PeriodPages;

/// <summary>What an account did over a year, for everybody, and counted again (FUND-25).</summary>
public sealed class PeriodPageTests(FundsHost funds)
{
    [Fact, Trait("rule", "FUND-25")]
    public async Task a_year_of_an_account_is_its_bank_money_by_value_date_and_adds_up_over_all_accounts()
    {
        var estate = await DisclosedEstate.CreateAsync(funds);
        var page = await CloseAsync(estate, "2023-12-31");
        var view = (await funds.Host.Anonymous().GetAsync(Public(estate))).Expect(HttpStatusCode.OK);
        var period = view.Json.GetProperty("periods")[0];
        string[] figures = ["opening", "deposited", "gained", "spent", "closing"];
        Assert.Equal(["0.00", "3227.42", "0.00", "100.00", "3127.42"],
            figures.Select(f => period.GetProperty(f).GetString()!));
        Assert.Equal("某电梯公司", period.GetProperty("spendings")[0].GetProperty("payee").GetString());

        using var verifier = new Verifier();
        var lines = await estate.LinesAsync(page);
        var (code, output) = await verifier.RunAsync([lines, await ChainAsync(estate)]);
        Assert.Equal(0, code);
        Assert.Contains("0.00 + 3227.42 + 0.00 - 100.00 = 3127.42", output, StringComparison.Ordinal);
        // One fen from one building's account to another's: the bank account is the same, the sum is not.
        var forged = Forgery.Rebuild(lines, text => text, line => line.Replace(
            "\"in\":\"3227.41\",\"out\":\"0.00\",\"closing\":\"3227.41\"",
            "\"in\":\"3227.40\",\"out\":\"0.00\",\"closing\":\"3227.40\"", StringComparison.Ordinal));
        Assert.NotEqual(lines, forged);
        Assert.Contains("closing of all accounts is wrong", verifier.FaultOf(Encoding.UTF8.GetBytes(forged)),
            StringComparison.Ordinal);
    }

    [Fact, Trait("rule", "FUND-25")]
    public async Task a_page_is_closed_once_and_an_earlier_period_is_corrected_with_a_reason_and_a_version()
    {
        var estate = await DisclosedEstate.CreateAsync(funds);
        var first = await CloseAsync(estate, "2023-12-31");
        Assert.Equal(first, await CloseAsync(estate, "2023-12-31"));
        await estate.PayAsync(estate.Flat("2", 4), "0.02"); // Booked in 2023, told late.
        await CloseAsync(estate, "2024-12-31");

        using var verifier = new Verifier();
        var gap = await verifier.RunAsync([await ChainAsync(estate)]);
        Assert.Equal(1, gap.Code);
        Assert.Contains("a correction of the earlier page is missing", gap.Output, StringComparison.Ordinal);
        Assert.NotEqual(first, await CloseAsync(estate, "2023-12-31", "补记迟到的一笔"));
        Assert.Equal(0, (await verifier.RunAsync([await ChainAsync(estate)])).Code);
        Assert.Equal(3L, await CountAsync(estate));

        var shown = (await funds.Host.Anonymous().GetAsync(Public(estate))).Json.GetProperty("periods");
        Assert.Equal(["2024-12-31", "2023-12-31"],
            shown.EnumerateArray().Select(p => p.GetProperty("through").GetString()!));
        Assert.Equal("补记迟到的一笔", shown[1].GetProperty("correctionReason").GetString());
    }

    [Fact, Trait("rule", "FUND-25")]
    public async Task only_an_ended_period_of_the_place_and_only_by_the_own_office()
    {
        var estate = await DisclosedEstate.CreateAsync(funds);
        var path = Path(estate);
        Assert.Equal("FUND-25", (await funds.Manager.PostAsync(path, new { through = "2023-06-30" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "disclosure.no_such_period").Rule);
        (await funds.Manager.PostAsync(path, new { through = "2099-12-31" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "disclosure.period_not_ended");
        (await funds.Host.As("fund-manager", "110105001").PostAsync(path, new { through = "2023-12-31" }))
            .ExpectProblem(HttpStatusCode.NotFound, "accounts.not_found");
        (await estate.Auditor.PostAsync(path, new { through = "2023-12-31" })).Expect(HttpStatusCode.Forbidden);
        (await funds.Host.Anonymous().GetAsync(Public(estate)))
            .ExpectProblem(HttpStatusCode.NotFound, "disclosure.not_found");

        var page = await CloseAsync(estate, "2023-12-31");
        (await funds.Host.As("auditor", "110105001").GetAsync($"/api/v1/snapshots/{page}/lines"))
            .ExpectProblem(HttpStatusCode.NotFound, "disclosure.snapshot_not_found");
    }

    [Fact, Trait("rule", "FUND-25")]
    public async Task the_scheduler_closes_the_last_ended_period_once()
    {
        var estate = await DisclosedEstate.CreateAsync(funds);
        await FundsHost.ExecuteAsync(funds.Host.Database.Superuser,
            $"update bank_accounts set created_at = '2022-05-01' where id = '{estate.Opened.Account}'");
        var scheduler = funds.Host.Services.GetRequiredService<PeriodScheduler>();
        await Eventually.Async(async () =>
        {
            scheduler.Poke();
            Assert.Equal(1L, await CountAsync(estate));
        }, TimeSpan.FromSeconds(60));
        var page = (await funds.Host.Anonymous().GetAsync(Public(estate))).Json.GetProperty("periods")[0];
        var through = page.GetProperty("through").GetString()!;
        Assert.EndsWith("-12-31", through, StringComparison.Ordinal);
        Assert.Equal(page.GetProperty("snapshotId").GetGuid(), await CloseAsync(estate, through));
        Assert.Equal(1L, await CountAsync(estate));
    }

    [Fact, Trait("rule", "PRIV-11")]
    public async Task the_forms_hold_totals_only_and_a_small_estate_shows_none()
    {
        var estate = await DisclosedEstate.CreateAsync(funds);
        await CloseAsync(estate, "2023-12-31");
        var csv = (await funds.Host.Anonymous().GetAsync(Public(estate), ("Accept", "text/csv")))
            .Expect(HttpStatusCode.OK);
        Assert.Equal([0xEF, 0xBB, 0xBF], csv.Body[..3]);
        Assert.Contains("2023-01-01,2023-12-31,1,0.00,3227.42,0.00,100.00,3127.42,", csv.Text,
            StringComparison.Ordinal);
        var text = (await funds.Host.Anonymous().GetAsync($"{Public(estate)}?format=text")).Text;
        Assert.Contains("交存 3227.42 元", text, StringComparison.Ordinal);
        Assert.DoesNotContain("101", text, StringComparison.Ordinal);

        var few = await funds.OpenAsync(FundsHost.Flats(2, 2));
        (await funds.Manager.PostAsync($"/api/v1/accounts/{few.Account}/period-pages",
            new { through = "2023-12-31" })).Expect(HttpStatusCode.OK);
        var hidden = (await funds.Host.Anonymous().GetAsync($"/api/v1/disclosures/accounts/{few.Account}"))
            .Expect(HttpStatusCode.OK);
        Assert.Equal("True", hidden["withheld"]);
        foreach (var member in (string[])["closing", "deposited", "hash", "root"])
            Assert.False(hidden.Json.GetProperty("periods")[0].TryGetProperty(member, out _), member);
        (await funds.Host.Anonymous().GetAsync($"/api/v1/disclosures/accounts/{few.Account}/chain"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "disclosure.withheld");
    }

    [Fact, Trait("rule", "FUND-25"), Trait("rule", "FUND-26")]
    public async Task a_quarter_of_a_maintenance_fund_has_a_line_a_part_and_an_owner_proves_his()
    {
        var fund = await FundClient.OpenAsync(funds, FundsHost.Flats(2, 3));
        await fund.DepositAllAsync("6000.00");
        var page = (await fund.PostAsync("period-pages", new { through = "2026-03-31" })).Expect(HttpStatusCode.OK).Id;
        var (mine, subject) = (fund.Units[1], $"own-fund-{fund.Estate}");
        await funds.LinkAsync(fund.Estate, subject, mine.OwnerRefs[0]);
        var owner = funds.Host.As("owner", FundsHost.Community, subject);
        var url = $"/api/v1/snapshots/{page}/proof?unitId=";
        var proof = (await owner.GetAsync(url + mine.UnitId)).Expect(HttpStatusCode.OK).Text;
        (await owner.GetAsync(url + fund.Units[2].UnitId))
            .ExpectProblem(HttpStatusCode.Forbidden, "disclosure.not_your_unit");

        using var verifier = new Verifier();
        var lines = (await funds.Manager.GetAsync($"/api/v1/snapshots/{page}/lines")).Expect(HttpStatusCode.OK).Text;
        Assert.Equal(6, DisclosedEstate.Parse(lines).Count(l => l.GetRawText().Contains(
            "UNIT_BALANCE", StringComparison.Ordinal)));
        var (code, output) = await verifier.RunAsync([proof, lines]);
        Assert.Equal(0, code);
        Assert.Contains("UNIT_BALANCE: opening 0.00, in 6000.00, out 0.00, closing 6000.00", output,
            StringComparison.Ordinal);
        Assert.Contains("0.00 + 36000.00 + 0.00 - 0.00 = 36000.00", output, StringComparison.Ordinal);
    }

    [Theory, Trait("rule", "FUND-08"), Trait("rule", "FUND-25")]
    [InlineData("INTEREST"), InlineData("BOND_GAIN"), InlineData("COMMON_INCOME")]
    public async Task what_the_fund_gained_is_not_shown_as_deposited(string kind)
    {
        var fund = await FundClient.OpenAsync(funds, FundsHost.Flats(2, 3));
        await fund.DepositAllAsync("6000.00");
        var net = kind == "COMMON_INCOME" ? "120.00" : null;
        var gain = (await fund.GainAsync(kind, "60.00", "G-1", net)).Expect(HttpStatusCode.Created).Id;
        Assert.Equal(["36000.00", "0.00", "60.00", "36060.00"], await QuarterAsync(fund));

        // Taken back, the bank's money is there and waits: nobody knows yet what it is.
        (await fund.ReverseAsync(gain)).Expect(HttpStatusCode.Created);
        Assert.Equal(["36000.00", "60.00", "0.00", "36060.00"], await QuarterAsync(fund, "更正"));
    }

    private async Task<string[]> QuarterAsync(FundClient fund, string? reason = null)
    {
        (await fund.PostAsync("period-pages", new { through = "2026-06-30", reason })).Expect(HttpStatusCode.OK);
        var shown = (await funds.Host.Anonymous().GetAsync($"/api/v1/disclosures/accounts/{fund.Account}"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("periods")[0];
        string[] figures = ["opening", "deposited", "gained", "closing"];
        return [.. figures.Select(f => shown.GetProperty(f).GetString()!)];
    }

    private static string Path(DisclosedEstate estate) => $"/api/v1/accounts/{estate.Opened.Account}/period-pages";

    private static string Public(DisclosedEstate estate) => $"/api/v1/disclosures/accounts/{estate.Opened.Account}";

    private async Task<Guid> CloseAsync(DisclosedEstate estate, string through, string? reason = null) =>
        (await funds.Manager.PostAsync(Path(estate), new { through, reason })).Expect(HttpStatusCode.OK).Id;

    private async Task<string> ChainAsync(DisclosedEstate estate) =>
        (await funds.Host.Anonymous().GetAsync($"{Public(estate)}/chain")).Expect(HttpStatusCode.OK).Text;

    private Task<long> CountAsync(DisclosedEstate estate) => funds.Host.QueryAsync<long>(
        $"select count(*) from period_pages where account_id = '{estate.Opened.Account}'");
}

using System.Net;
using CivicPlatform.Funds.Campaigns;
using CivicPlatform.Funds.Spending;
using CivicPlatform.Kernel;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Refunds;

/// <summary>What is left when a campaign closes: back to the households or kept for the lifts (RAISE-11).</summary>
public sealed class SurplusTests(FundsHost funds)
{
    [Fact, Trait("rule", "RAISE-11"), Trait("scenario", "002-16")]
    public async Task a_surplus_goes_back_pro_rata_to_the_fen_and_is_paid_as_refunds()
    {
        var flats = FundsHost.Flats(1, 3);
        var desk = await CollectedAsync("REFUND_PRO_RATA", flats);
        await desk.PayAsync(flats.Take(1), prefix: "A"); // 1,613.70
        await desk.PayAsync(flats.Skip(1).Take(1), "806.85", "B"); // The half.
        await desk.PayAsync(flats.Skip(2), "1.00", "C");
        await SpendAsync(desk, "2320.55"); // 101.00 are left.

        (await CloseAsync(desk, "101.01")).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "campaigns.does_not_balance");
        Assert.Equal(0L, await RefundsAsync(desk, "PENDING"));
        var closed = (await CloseAsync(desk, "101.00")).Expect(HttpStatusCode.OK);
        Assert.Equal(("101.00", "3", "0.00"), (closed["surplus"], closed["proposedRefunds"], closed["difference"]));

        // 101.00 × 1613.70, 806.85, 1.00 / 2421.55 = 67.3055…, 33.6527…, 0.0417…: the missing fen by remainder.
        Assert.Equal("67.31,33.65,0.04", await funds.Host.QueryAsync<string>(
            "select string_agg(amount::text, ',' order by amount desc) from refunds " +
            $"where campaign_id = '{desk.Opened.Campaign}' and kind = 'SURPLUS'"));
        Assert.Equal((101m, -101m), (await desk.LedgerAsync("OWNER_CREDIT"), await desk.LedgerAsync("SURPLUS")));
        Assert.Equal("2421.55", await desk.BuildingAsync("1", "collected"));

        var approvals = $"{desk.Campaign}/refund-approvals";
        (await funds.Host.As("fund-approver", FundsHost.Street, "u-1").PostAsync(approvals, new { }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "refunds.same_person");
        var approved = (await desk.Approver.PostAsync(approvals, new { building = "1" })).Expect(HttpStatusCode.OK);
        Assert.Equal(("3", "101.00"), (approved["refunds"], approved["amount"]));
        var first = (await desk.Manager.GetAsync($"/api/v1/refunds?campaignId={desk.Opened.Campaign}"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()
            .Single(r => r.GetProperty("amount").GetString() == "67.31");
        // The statement tells it first: the campaign collects no more, so it waits until somebody says what it was.
        (await funds.ImportAsync(desk.Opened.Account, FundsHost.Csv(
            $"R-1,2023-08-01 10:00:00,-67.31,业主,{FundsHost.Code(flats[0])} 退款"))).Expect(HttpStatusCode.Created);
        var paid = (await desk.PayBackAsync(first.GetProperty("id").GetGuid(), "R-1")).Expect(HttpStatusCode.OK);
        Assert.Equal(("0.00", "67.31"), (paid["fromBill"], paid["fromCredit"]));
        Assert.Equal((33.69m, -33.69m), (await desk.LedgerAsync("OWNER_CREDIT"), await desk.LedgerAsync("BANK")));
        (await desk.AskAsync(await desk.BillAsync(flats[0]), "0.01"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "refunds.beyond_paid"); // Closed: credits only.
        await funds.AssertBalancedAsync(desk.Opened.Account);
    }

    [Fact, Trait("rule", "RAISE-11"), Trait("rule", "RAISE-06")]
    public async Task what_the_owners_keep_is_the_reserve_of_their_building_after_its_debts()
    {
        var flats = FundsHost.Flats(2, 2);
        var desk = await CollectedAsync("KEEP_AS_LIFT_RESERVE", flats);
        await desk.PayAsync(flats); // 3,227.40 a building.
        (await desk.Manager.PostAsync($"{desk.Campaign}/advances",
            new { company = "某物业公司", amount = "1000.00", buildings = new[] { "1" } }))
            .Expect(HttpStatusCode.Created);
        (await desk.Manager.PostAsync($"{desk.Campaign}/instalments",
            new { building = "2", amount = "3000.00", dueOn = "2023-09-01" })).Expect(HttpStatusCode.Created);
        var closed = (await CloseAsync(desk, "6454.80")).Expect(HttpStatusCode.OK);
        Assert.Equal(("2454.80", "0"), (closed["surplus"], closed["proposedRefunds"]));
        Assert.Equal(("2227.40", "227.40"), (await ReserveAsync(desk, "1"), await ReserveAsync(desk, "2")));
        Assert.Equal((0m, 2454.80m, -6454.80m), (await desk.LedgerAsync("OWNER_CREDIT"),
            await desk.LedgerAsync("LIFT_RESERVE"), await desk.LedgerAsync("BANK")));
        await funds.AssertBalancedAsync(desk.Opened.Account);
        var journal = await desk.Manager.GetAsync($"/api/v1/accounts/{desk.Opened.Account}/journal");
        Assert.Contains("负债:电梯储备:1", journal.Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact, Trait("rule", "RAISE-04")]
    public async Task while_one_building_is_overspent_no_surplus_moves()
    {
        var flats = FundsHost.Flats(2, 2);
        var desk = await CollectedAsync("REFUND_PRO_RATA", flats);
        await desk.PayAsync(flats);
        await SpendAsync(desk, "3227.40");
        // The bank sent money of building 1 back without anybody's word: it came from what building 2 collected.
        (await funds.PayAsync(desk.Opened.Account, "R-1", "-1613.70", $"{FundsHost.Code(flats[0])} 退款"))
            .Expect(HttpStatusCode.Created);
        var closed = (await CloseAsync(desk, "1613.70")).Expect(HttpStatusCode.OK);
        Assert.Equal(("0.00", "1"), (closed["surplus"], closed.Json.GetProperty("overspentBuildings")[0].GetString()));
    }

    [Theory, Trait("rule", "RAISE-11")]
    [InlineData(100, 30, 0, 0, 70), InlineData(100, 30, 50, 20, 0), InlineData(100, 30, 50, 19, 1)]
    [InlineData(100, 110, 0, 0, 0)]
    public void debts_come_before_a_surplus(long collected, long spent, long owed, long reserved, long left) =>
        Assert.Equal(new Money(left), Surplus.Of(new BuildingBalance("1",
            new BuildingFunds(new Money(collected), new Money(spent), Money.Zero, new Money(reserved)),
            new Money(owed))));

    private async Task<RefundDeskClient> CollectedAsync(
        string surplusRule, IReadOnlyList<CivicPlatform.Contracts.Registry.RegisteredUnit> flats)
    {
        var (estate, decision) = await funds.RegisterAsync(flats);
        var account = await funds.OpenAccountAsync(estate);
        var campaign = (await funds.Manager.PostAsync("/api/v1/campaigns", new
        {
            estateId = estate, accountId = account, title = "电梯大修", unitPrice = "17.93", decisionId = decision,
            surplusRule,
        })).Expect(HttpStatusCode.Created).Id;
        (await funds.Manager.PostAsync($"/api/v1/campaigns/{campaign}/open", new { })).Expect(HttpStatusCode.OK);
        return new RefundDeskClient(funds, new Opened(estate, account, campaign));
    }

    private static async Task SpendAsync(RefundDeskClient desk, string amount) =>
        (await desk.Manager.PostAsync($"{desk.Campaign}/spendings", new
        {
            building = "1", amount, payee = "某电梯公司", purpose = "工程款", bankSerial = "W-1",
            bookedAt = "2023-07-01 10:00:00",
        })).Expect(HttpStatusCode.Created);

    private static Task<Answer> CloseAsync(RefundDeskClient desk, string bankBalance) =>
        desk.Manager.PostAsync($"{desk.Campaign}/close", new { bankBalance });

    private Task<long> RefundsAsync(RefundDeskClient desk, string status) => funds.Host.QueryAsync<long>(
        $"select count(*) from refunds where campaign_id = '{desk.Opened.Campaign}' and status = '{status}'");

    private Task<string> ReserveAsync(RefundDeskClient desk, string building) => funds.Host.QueryAsync<string>(
        $"select (credits - debits)::text from ledger_accounts where book_id = '{desk.Opened.Account}' " +
        $"and kind = 'LIFT_RESERVE' and building = '{building}'");
}

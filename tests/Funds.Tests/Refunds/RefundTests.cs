using System.Net;

namespace CivicPlatform.Funds.Tests.Refunds;

/// <summary>Money back to a household: no more than it paid, by two persons; works go on (002-11, 002-15).</summary>
public sealed class RefundTests(FundsHost funds)
{
    [Fact, Trait("scenario", "002-15"), Trait("rule", "RAISE-12")]
    public async Task a_refund_after_the_start_lowers_building_4_to_89_of_180_and_tells_it_once()
    {
        var flats = FundsHost.Flats(4, 180).Where(f => f.Building == "4").ToArray();
        var desk = new RefundDeskClient(funds, await funds.OpenAsync(flats));
        await desk.PayAsync(flats.Take(90));
        Assert.Equal(1, await funds.ToldAsync("CampaignThresholdReached", desk.Opened.Campaign, "4"));

        var bill = await desk.BillAsync(flats[0]);
        var asked = (await desk.AskAsync(bill, "1613.70", "ask")).Expect(HttpStatusCode.Created);
        Assert.Equal(asked.Body, (await desk.AskAsync(bill, "1613.70", "ask")).Body);
        Assert.Equal("RAISE-12", (await desk.AskAsync(bill, "0.01"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "refunds.beyond_paid").Rule);
        (await desk.PayBackAsync(asked.Id, "R-1")).ExpectProblem(HttpStatusCode.Conflict, "refunds.wrong_status");
        (await desk.ApproveAsync(asked.Id)).Expect(HttpStatusCode.OK);
        Assert.Equal("90", await desk.BuildingAsync("4", "householdsPaid")); // Nothing has left yet.

        var paid = (await desk.PayBackAsync(asked.Id, "R-1", "pay")).Expect(HttpStatusCode.OK);
        Assert.Equal(("PAID", "1613.70", "0.00"), (paid["status"], paid["fromBill"], paid["fromCredit"]));
        Assert.Equal(paid.Body, (await desk.PayBackAsync(asked.Id, "R-1", "pay")).Body);
        Assert.Equal(("89", "49.4", "143619.30", "True"), (await desk.BuildingAsync("4", "householdsPaid"),
            await desk.BuildingAsync("4", "householdsPaidPercent"), await desk.BuildingAsync("4", "collected"),
            await desk.BuildingAsync("4", "belowTrigger")));
        Assert.Equal(1, await funds.ToldAsync("CollectionFellBelowThreshold", desk.Opened.Campaign, "4"));
        Assert.Equal(1L, await funds.Host.QueryAsync<long>(
            $"select count(*) from thresholds where campaign_id = '{desk.Opened.Campaign}'")); // Works go on.

        var told = await funds.ImportAsync(desk.Opened.Account,
            FundsHost.Csv($"R-1,2023-08-01 10:00:00,-1613.70,业主,{FundsHost.Code(flats[0])} 退款"));
        Assert.Equal("1", told.Expect(HttpStatusCode.Created)["duplicates"]);
        Assert.Equal("143619.30", await desk.BuildingAsync("4", "collected"));
        await funds.AssertBalancedAsync(desk.Opened.Account);
    }

    [Fact, Trait("rule", "FUND-27")]
    public async Task who_asked_may_not_approve_and_what_is_given_up_is_free_again()
    {
        var flats = FundsHost.Flats(1, 4);
        var desk = new RefundDeskClient(funds, await funds.OpenAsync(flats));
        await desk.PayAsync(flats.Take(1));
        var bill = await desk.BillAsync(flats[0]);
        var asked = (await desk.AskAsync(bill, "1000.00")).Expect(HttpStatusCode.Created);
        var self = funds.Host.As("fund-approver", FundsHost.Street, "u-1");
        Assert.Equal("FUND-27", (await self.PostAsync($"/api/v1/refunds/{asked.Id}/approve", new { }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "refunds.same_person").Rule);
        (await desk.AskAsync(bill, "613.71"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "refunds.beyond_paid");
        (await desk.Manager.PostAsync($"/api/v1/refunds/{asked.Id}/cancel", new { reason = "业主继续参加" }))
            .Expect(HttpStatusCode.OK);
        (await desk.ApproveAsync(asked.Id)).ExpectProblem(HttpStatusCode.Conflict, "refunds.wrong_status");
        (await desk.AskAsync(bill, "1613.70")).Expect(HttpStatusCode.Created);

        var list = (await desk.Manager.GetAsync($"/api/v1/refunds?campaignId={desk.Opened.Campaign}&status=CANCELLED"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items");
        Assert.Equal(asked.Id, Assert.Single(list.EnumerateArray()).GetProperty("id").GetGuid());
    }

    [Fact, Trait("scenario", "002-11"), Trait("rule", "RAISE-12")]
    public async Task an_overpaid_fen_is_refunded_first_and_never_lowers_the_bill()
    {
        var flats = FundsHost.Flats(1, 4);
        var desk = new RefundDeskClient(funds, await funds.OpenAsync(flats));
        await desk.PayAsync(flats.Take(1), "1613.71");
        Assert.Equal("1613.70", await desk.BuildingAsync("1", "collected"));
        var bill = await desk.BillAsync(flats[0]);
        (await desk.AskAsync(bill, "1613.72"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "refunds.beyond_paid");
        var paid = await desk.RefundAsync(bill, "0.01", "R-1");
        Assert.Equal(("0.00", "0.01"), (paid["fromBill"], paid["fromCredit"]));
        Assert.Equal(("1613.70", "1"),
            (await desk.BuildingAsync("1", "collected"), await desk.BuildingAsync("1", "householdsPaid")));
        Assert.Equal((0m, -1613.70m), (await desk.LedgerAsync("OWNER_CREDIT"), await desk.LedgerAsync("BANK")));
        (await desk.AskAsync(bill, "1613.71"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "refunds.beyond_paid");
    }

    [Fact, Trait("rule", "RAISE-04")]
    public async Task a_building_that_spent_its_money_gives_nobody_elses_back()
    {
        var flats = FundsHost.Flats(2, 4);
        var desk = new RefundDeskClient(funds, await funds.OpenAsync(flats));
        await desk.PayAsync(flats); // 6,454.80 a building.
        (await desk.Manager.PostAsync($"{desk.Campaign}/spendings", new
        {
            building = "1", amount = "6454.80", payee = "某电梯公司", purpose = "工程款", bankSerial = "W-1",
            bookedAt = "2023-07-01 10:00:00",
        })).Expect(HttpStatusCode.Created);
        var asked = (await desk.AskAsync(await desk.BillAsync(flats[0]), "0.01")).Expect(HttpStatusCode.Created);
        Assert.Equal("RAISE-04", (await desk.ApproveAsync(asked.Id))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "refunds.beyond_building").Rule);
        var other = flats.First(f => f.Building == "2");
        await desk.RefundAsync(await desk.BillAsync(other), "1613.70", "R-1");
    }

    [Fact, Trait("rule", "FUND-28")]
    public async Task what_the_bank_told_first_is_taken_from_where_it_went()
    {
        var flats = FundsHost.Flats(1, 4);
        var desk = new RefundDeskClient(funds, await funds.OpenAsync(flats));
        await desk.PayAsync(flats.Take(2));
        var (matched, unmatched) = (await desk.BillAsync(flats[0]), await desk.BillAsync(flats[1]));
        var first = (await desk.AskAsync(matched, "1613.70")).Expect(HttpStatusCode.Created);
        var second = (await desk.AskAsync(unmatched, "1613.70")).Expect(HttpStatusCode.Created);
        (await desk.ApproveAsync(first.Id)).Expect(HttpStatusCode.OK);
        (await desk.ApproveAsync(second.Id)).Expect(HttpStatusCode.OK);
        (await funds.ImportAsync(desk.Opened.Account, FundsHost.Csv(
            $"R-1,2023-08-01 10:00:00,-1613.70,业主,{FundsHost.Code(flats[0])} 退款",
            "R-2,2023-08-01 10:00:00,-1613.70,业主,退款"))).Expect(HttpStatusCode.Created);
        Assert.Equal("1613.70", await desk.BuildingAsync("1", "collected")); // R-1 was placed, R-2 waits.

        Assert.Equal("1613.70", (await desk.PayBackAsync(first.Id, "R-1")).Expect(HttpStatusCode.OK)["fromBill"]);
        (await desk.PayBackAsync(second.Id, "R-1"))
            .ExpectProblem(HttpStatusCode.Conflict, "refunds.bank_serial_taken");
        (await desk.PayBackAsync(second.Id, "R-2")).Expect(HttpStatusCode.OK);
        Assert.Equal("0.00", await desk.BuildingAsync("1", "collected"));
        Assert.Equal((0m, 0m), (await desk.LedgerAsync("SUSPENSE"), await desk.LedgerAsync("BANK")));
        await funds.AssertBalancedAsync(desk.Opened.Account);
    }

    [Theory]
    [InlineData("0.00", 400), InlineData("-1.00", 400), InlineData("NaN", 400), InlineData("1.001", 400)]
    public async Task a_bad_amount_is_a_problem(string amount, int status)
    {
        var answer = await funds.Manager.PostAsync(
            "/api/v1/refunds", new { billId = Guid.CreateVersion7(), amount, reason = "退" });
        Assert.Equal((status, "application/problem+json"), ((int)answer.Status, answer.MediaType));
    }

    [Fact]
    public async Task another_office_finds_no_refund_and_other_roles_may_not()
    {
        var flats = FundsHost.Flats(1, 2);
        var desk = new RefundDeskClient(funds, await funds.OpenAsync(flats));
        await desk.PayAsync(flats.Take(1));
        var bill = await desk.BillAsync(flats[0]);
        var asked = (await desk.AskAsync(bill, "1.00")).Expect(HttpStatusCode.Created);
        var elsewhere = funds.Host.As("fund-manager", "110114010");
        (await elsewhere.PostAsync("/api/v1/refunds", new { billId = bill, amount = "1.00", reason = "退" }))
            .ExpectProblem(HttpStatusCode.NotFound, "bills.not_found");
        (await elsewhere.GetAsync($"/api/v1/refunds?campaignId={desk.Opened.Campaign}"))
            .ExpectProblem(HttpStatusCode.NotFound, "campaigns.not_found");
        (await funds.Host.As("fund-approver", "110114010").PostAsync($"/api/v1/refunds/{asked.Id}/approve", new { }))
            .ExpectProblem(HttpStatusCode.NotFound, "refunds.not_found");
        (await desk.Manager.PostAsync($"/api/v1/refunds/{asked.Id}/approve", new { })).Expect(HttpStatusCode.Forbidden);
        (await desk.Approver.PostAsync($"/api/v1/refunds/{asked.Id}/pay",
            new { bankSerial = "R-1", bookedAt = "2023-08-01 10:00:00" })).Expect(HttpStatusCode.Forbidden);
    }
}

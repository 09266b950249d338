using System.Net;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Suspense;

/// <summary>Money that nobody could place: split, merged, sent back and undone, by entries only.</summary>
public sealed class SuspenseReviewTests(FundsHost funds)
{
    [Fact, Trait("rule", "FUND-27")]
    public async Task one_transfer_pays_two_bills_and_a_credit()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 8));
        var line = await WaitAsync(opened, "S-1", "3327.41");
        var done = (await AssignAsync([line], Bill("101", "1613.70"), Bill("102", "1613.71"), Credit("103", "100.00")))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(["1613.70/0.00", "1613.70/0.01", "0.00/100.00"], done.Json.GetProperty("pieces").EnumerateArray()
            .Select(p => $"{p.GetProperty("toBill").GetString()}/{p.GetProperty("toCredit").GetString()}"));
        await AssertAsync(opened, collected: "3227.40", paid: "2", suspense: "0.00", credits: "100.01");
        (await AssignAsync([line], Bill("101", "3327.41")))
            .ExpectProblem(HttpStatusCode.Conflict, "suspense.already_assigned");
    }

    [Fact, Trait("rule", "RAISE-03")]
    public async Task several_lines_for_one_bill_cross_the_trigger_as_a_payment_would()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var (one, two) = (await WaitAsync(opened, "S-1", "1000.00"), await WaitAsync(opened, "S-2", "613.70"));
        (await AssignAsync([one, two], Bill("101", "1613.70"))).Expect(HttpStatusCode.Created);
        Assert.Equal(1, await funds.ToldAsync("CampaignThresholdReached", opened.Campaign, "1"));
        Assert.Equal(1, await funds.ToldAsync("PaymentMatched", opened.Campaign, "1"));
        Assert.Equal("S-2", await funds.Host.QueryAsync<string>(
            $"select bank_serial from thresholds where campaign_id = '{opened.Campaign}'"));
        await AssertAsync(opened, collected: "1613.70", paid: "1", suspense: "0.00", credits: "0.00");
    }

    [Fact, Trait("rule", "FUND-27")]
    public async Task an_undo_reverses_by_entries_and_the_line_waits_again()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var line = await WaitAsync(opened, "S-1", "1700.00");
        var made = (await AssignAsync([line], Bill("101", "1700.00"))).Expect(HttpStatusCode.Created);
        var path = $"/api/v1/suspense-assignments/{made.Id}/undo";
        (await funds.Manager.PostAsync(path, new { reason = "错户" }, null, ("If-Match", "\"v2\"")))
            .Expect(HttpStatusCode.PreconditionFailed);
        (await funds.Manager.PostAsync(path, new { reason = "" })).Expect(HttpStatusCode.BadRequest);
        (await funds.Manager.PostAsync(path, new { reason = "错户" }, null, ("If-Match", "\"v1\"")))
            .Expect(HttpStatusCode.OK);
        (await funds.Manager.PostAsync(path, new { reason = "错户" }))
            .ExpectProblem(HttpStatusCode.Conflict, "suspense_assignments.already_undone");

        await AssertAsync(opened, collected: "0.00", paid: "0", suspense: "1700.00", credits: "0.00");
        Assert.Equal(1, await funds.ToldAsync("CollectionFellBelowThreshold", opened.Campaign, "1"));
        Assert.Equal("RECEIPT,ASSIGNMENT,ASSIGNMENT,ASSIGNMENT_REVERSAL,ASSIGNMENT_REVERSAL",
            await funds.Host.QueryAsync<string>("select string_agg(kind, ',' order by seq) from ledger_transfers " +
                $"where book_id = '{opened.Account}'"));
        var again = (await AssignAsync([line], Bill("101", "1700.00"))).Expect(HttpStatusCode.Created);
        var list = await funds.Manager.GetAsync($"/api/v1/suspense-assignments?accountId={opened.Account}");
        Assert.Equal([("UNDONE", made.Id), ("STANDING", again.Id)], list.Json.GetProperty("items").EnumerateArray()
            .Select(i => (i.GetProperty("status").GetString(), i.GetProperty("id").GetGuid())));
    }

    [Fact, Trait("rule", "FUND-27")]
    public async Task an_undo_of_money_that_was_refunded_since_is_refused()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var line = await WaitAsync(opened, "S-1", "500.00");
        var single = (await funds.Manager.PostAsync($"/api/v1/suspense-lines/{line}/assign",
            new { building = "1", entrance = "1", room = "101", reason = "回单" })).Expect(HttpStatusCode.OK);
        (await funds.PayAsync(opened.Account, "R-1", "-500.00", "1-1-101 退款")).Expect(HttpStatusCode.Created);
        var undo = await funds.Manager.PostAsync(
            $"/api/v1/suspense-assignments/{single["assignmentId"]}/undo", new { reason = "错户" });
        undo.ExpectProblem(HttpStatusCode.UnprocessableEntity, "suspense_assignments.spent_since");
        await AssertAsync(opened, collected: "0.00", paid: "0", suspense: "0.00", credits: "0.00");
    }

    [Fact, Trait("rule", "FUND-28")]
    public async Task money_that_the_bank_sent_back_cancels_the_line_that_brought_it()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var came = await WaitAsync(opened, "S-1", "80.00");
        (await funds.ImportAsync(opened.Account, FundsHost.Csv("S-2,2023-06-13 09:00:00,-80.00,某人,退汇",
            "S-3,2023-06-13 09:00:00,-79.99,某人,退汇"))).Expect(HttpStatusCode.Created);
        var path = $"/api/v1/suspense-lines/{came}/return";
        var wrong = await LineAsync(opened, "S-3");
        (await funds.Manager.PostAsync(path, new { outflowLineId = wrong, reason = "误汇" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "suspense.no_pair");
        (await funds.Manager.PostAsync(path, new { outflowLineId = came, reason = "误汇" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "suspense.no_pair");
        (await funds.Manager.PostAsync(path, new { outflowLineId = await LineAsync(opened, "S-2"), reason = "误汇" }))
            .Expect(HttpStatusCode.OK);
        await AssertAsync(opened, collected: "0.00", paid: "0", suspense: "-79.99", credits: "0.00");
        (await AssignAsync([came], Bill("101", "80.00")))
            .ExpectProblem(HttpStatusCode.Conflict, "suspense.already_assigned");
    }

    [Fact, Trait("rule", "PRIV-16")]
    public async Task suggestions_name_the_likeliest_bill_first_and_no_payer()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 6));
        var line = await WaitAsync(opened, "S-1", "1613.70", "张三 102 电梯款 13800001111");
        var told = (await funds.Manager.GetAsync($"/api/v1/suspense-lines/{line}/suggestions"))
            .Expect(HttpStatusCode.OK);
        var first = told.Json.GetProperty("items")[0];
        Assert.Equal(("102", 70), (first.GetProperty("room").GetString(), first.GetProperty("score").GetInt32()));
        Assert.DoesNotContain("张", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("1380000", told.Text, StringComparison.Ordinal);
        (await funds.Host.As("fund-manager", "110114010").GetAsync($"/api/v1/suspense-lines/{line}/suggestions"))
            .Expect(HttpStatusCode.NotFound);
    }

    [Fact, Trait("rule", "FUND-27")]
    public async Task parts_that_are_not_the_line_are_refused_and_leave_everything_as_it_was()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var other = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var line = await WaitAsync(opened, "S-1", "100.00");
        var refused = (await AssignAsync([line], Bill("101", "60.00"), Bill("101", "40.01")))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "suspense.parts_are_not_the_whole");
        Assert.Equal("款项合计 100.00 元，各部分合计 100.01 元，相差 -0.01 元。", refused["detail"]);
        (await AssignAsync([line], Bill("101", "110.00"), Bill("102", "-10.00")))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "suspense.mixed_signs");
        (await AssignAsync([line], Bill("999", "100.00")))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "suspense.household_unknown");
        (await AssignAsync([line, await WaitAsync(other, "S-1", "1.00")], Bill("101", "101.00")))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "suspense.several_accounts");
        (await AssignAsync([line, line], Bill("101", "200.00"))).Expect(HttpStatusCode.BadRequest);
        (await funds.Host.As("fund-manager", "110114010").PostAsync("/api/v1/suspense-assignments", new
        {
            lines = new[] { new { id = line } }, parts = new[] { Bill("101", "100.00") }, reason = "甲",
        })).ExpectProblem(HttpStatusCode.NotFound, "suspense.not_found");
        await AssertAsync(opened, collected: "0.00", paid: "0", suspense: "100.00", credits: "0.00");
    }

    [Fact, Trait("rule", "FUND-27")]
    public async Task two_people_who_place_one_line_at_once_place_it_once()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 8));
        var line = await WaitAsync(opened, "S-1", "100.00");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            AssignAsync([line], Bill(i % 2 == 0 ? "101" : "102", "100.00"))));
        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(a => a.Code == "suspense.already_assigned"));
        await AssertAsync(opened, collected: "100.00", paid: "0", suspense: "0.00", credits: "0.00");
    }

    private static object Bill(string room, string amount) => Part("BILL", room, amount);

    private static object Credit(string room, string amount) => Part("CREDIT", room, amount);

    private static object Part(string kind, string room, string amount) =>
        new { kind, building = "1", entrance = "1", room, amount };

    private Task<Answer> AssignAsync(Guid[] lines, params object[] parts) =>
        funds.Manager.PostAsync("/api/v1/suspense-assignments",
            new { lines = lines.Select(id => new { id }), parts, reason = "业主来电确认" });

    private async Task<Guid> WaitAsync(Opened opened, string serial, string amount, string memo = "看不懂")
    {
        (await funds.PayAsync(opened.Account, serial, amount, memo)).Expect(HttpStatusCode.Created);
        return await LineAsync(opened, serial);
    }

    private Task<Guid> LineAsync(Opened opened, string serial) => funds.Host.QueryAsync<Guid>(
        $"select id from bank_lines where account_id = '{opened.Account}' and serial = '{serial}'");

    private async Task AssertAsync(Opened opened, string collected, string paid, string suspense, string credits)
    {
        var view = await funds.Manager.GetAsync($"/api/v1/campaigns/{opened.Campaign}");
        Assert.Equal((collected, paid, suspense, credits), (view["totals.collected"], view["totals.householdsPaid"],
            view["suspense"], view["credits"]));
        await funds.AssertBalancedAsync(opened.Account);
    }
}

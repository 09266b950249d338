using System.Net;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.SpendRequests;

/// <summary>From filing to the last fen of the roof of story 004.</summary>
public sealed class PayoutTests(FundsHost funds)
{
    [Fact, Trait("rule", "FUND-18"), Trait("story", "004-14")]
    public async Task a_balance_that_is_too_small_pays_what_it_holds_and_its_household_owes_the_rest()
    {
        var (office, request) = await SettledAsync();

        Assert.Equal(("26817.45", "1782.55"), (await BalanceAsync(office, "CONTRACTOR_PAYABLE"),
            await BalanceAsync(office, "CONTRACTOR_UNFUNDED")));
        Assert.Equal("1782.55", await UnitAsync(office, 0, "debits - credits", "UNIT_RECEIVABLE"));
        Assert.Equal(("0.00", "5217.45"), (await UnitAsync(office, 0, "credits - debits", "UNIT_BALANCE"),
            await UnitAsync(office, 1, "credits - debits", "UNIT_BALANCE")));
        Assert.Equal("0.00", await SumAsync(office, "held"));
        var shares = (await office.Manager.GetAsync($"/api/v1/spend-requests/{request}/shares"))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(("28600.00", "True"), (shares["total"], shares["final"]));

        (await office.TopUpAsync(request, 0, "1782.56", "T0"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_payouts.beyond_owed");
        (await office.TopUpAsync(request, 1, "1.00", "T0"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_payouts.nothing_owed");
        (await office.TopUpAsync(request, 0, "1000.00", "T1")).Expect(HttpStatusCode.Created);
        (await office.TopUpAsync(request, 0, "782.55", "T1"))
            .ExpectProblem(HttpStatusCode.Conflict, "spending.bank_serial_taken");
        var paidUp = (await office.TopUpAsync(request, 0, "782.55", "T2")).Expect(HttpStatusCode.Created);
        Assert.Equal("0.00", paidUp["owed"]);
        Assert.Equal(("28600.00", "0.00"), (await BalanceAsync(office, "CONTRACTOR_PAYABLE"),
            await BalanceAsync(office, "CONTRACTOR_UNFUNDED")));
        await AssertMoneyAsync(office);
    }

    [Fact, Trait("rule", "FUND-24"), Trait("story", "004-15")]
    public async Task nothing_is_asked_for_before_acceptance_and_settlement()
    {
        var office = await FundedAsync();
        var (request, _) = await office.DecidedAsync();
        await RefusedAsync();
        (await office.FileAsync(request)).Expect(HttpStatusCode.OK);
        await RefusedAsync();
        var begun = (await office.StartWorksAsync(request)).Expect(HttpStatusCode.OK);
        Assert.Equal("26817.45", begun["held"]); // 3,000.00 of the first household, five whole shares.
        Assert.Equal("26817.45", await SumAsync(office, "held"));
        Assert.DoesNotContain(SpendOffice.Account, begun.Text, StringComparison.Ordinal);
        await RefusedAsync();
        (await office.AcceptAsync(request)).Expect(HttpStatusCode.OK);
        await RefusedAsync();
        (await office.SettleAsync(request, "28600.01"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_works.overrun");
        (await office.SettleAsync(request, "28600.00")).Expect(HttpStatusCode.OK);
        (await office.AskAsync(request, "1.00")).Expect(HttpStatusCode.Created);

        async Task RefusedAsync() => (await office.AskAsync(request, "1.00"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_payouts.not_accepted");
    }

    [Fact, Trait("rule", "FUND-22"), Trait("rule", "FUND-23")]
    public async Task the_contractor_is_paid_in_parts_at_his_account_only_and_the_retention_last()
    {
        var (office, request) = await SettledAsync();
        (await office.TopUpAsync(request, 0, "1782.55", "T1")).Expect(HttpStatusCode.Created);
        (await office.AskAsync(request, "27742.01"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_payouts.beyond_settled");
        var payout = (await office.AskAsync(request, "27742.00")).Expect(HttpStatusCode.Created).Id;
        (await office.PayAsync(request, payout, "P1"))
            .ExpectProblem(HttpStatusCode.Conflict, "spend_payouts.wrong_status");
        (await office.ApproveAsync(request, payout, "u-1"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_payouts.same_person");
        (await office.ApproveAsync(request, payout)).Expect(HttpStatusCode.OK);
        (await office.PayAsync(request, payout, "P1", account: "6222000000000001"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_payouts.other_account");
        // The statement told the outflow first: it waits in suspense and is taken from there.
        var line = FundsHost.Csv("P1,2026-10-09 15:02:00,-27742.00,某防水工程有限公司,工程款");
        (await office.Manager.PostCsvAsync($"/api/v1/accounts/{office.Fund}/statement-imports",
            System.Text.Encoding.UTF8.GetBytes(line))).Expect(HttpStatusCode.Created);
        await Eventually.Async(async () =>
            Assert.Equal("27742.00", await BalanceAsync(office, "SUSPENSE", "debits - credits")));
        (await office.PayAsync(request, payout, "P1")).Expect(HttpStatusCode.OK);
        Assert.Equal("PAID", await office.StatusAsync(request));
        (await office.PayAsync(request, payout, "P2"))
            .ExpectProblem(HttpStatusCode.Conflict, "spend_payouts.wrong_status");

        (await office.AskAsync(request, "858.00", "RETENTION"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_payouts.retention_held");
        await office.PassAsync(31);
        var last = (await office.AskAsync(request, "858.00", "RETENTION")).Expect(HttpStatusCode.Created).Id;
        (await office.ApproveAsync(request, last, day: 40)).Expect(HttpStatusCode.OK);
        (await office.PayAsync(request, last, "P1"))
            .ExpectProblem(HttpStatusCode.Conflict, "spending.bank_serial_taken");
        (await office.PayAsync(request, last, "P3")).Expect(HttpStatusCode.OK);
        Assert.Equal("CLOSED", await office.StatusAsync(request));
        Assert.Equal("0.00", await BalanceAsync(office, "CONTRACTOR_PAYABLE"));
        Assert.Equal(2L, await funds.Host.QueryAsync<long>("select count(*) from test_told where type like " +
            $"'%.SpendRequestPaid' and payload->>'aggregateId' = '{request}'"));
        await AssertMoneyAsync(office);
    }

    [Fact, Trait("rule", "FUND-18")]
    public async Task two_payouts_on_the_last_fen_are_not_both_approved()
    {
        var (office, request) = await SettledAsync(); // 26,817.45 of 28,600.00 are there.
        Guid[] payouts =
        [
            (await office.AskAsync(request, "26817.44")).Expect(HttpStatusCode.Created).Id,
            (await office.AskAsync(request, "0.02")).Expect(HttpStatusCode.Created).Id,
        ];
        var answers = await Task.WhenAll(payouts.Select(payout => office.ApproveAsync(request, payout)));
        Assert.Single(answers, a => a.Status is HttpStatusCode.OK);
        Assert.Single(answers, a => a.Code is "spend_payouts.beyond_funded");
        await AssertMoneyAsync(office);
    }

    [Fact, Trait("rule", "FUND-23")]
    public async Task two_people_asking_at_once_do_not_ask_for_more_than_was_settled()
    {
        var (office, request) = await SettledAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => office.AskAsync(request, "13900.00")));
        Assert.Single(answers, a => a.Status is HttpStatusCode.Created);
        Assert.Equal(2, answers.Count(a => a.Code is "spend_payouts.beyond_settled"));
    }

    [Fact, Trait("rule", "FUND-18")]
    public async Task one_requests_contractor_is_not_paid_with_anothers_money()
    {
        var (office, first) = await SettledAsync();
        var second = await office.SettledAsync("1000.00"); // All of it there, in the same account of the book.
        Assert.Equal("27650.23", await BalanceAsync(office, "CONTRACTOR_PAYABLE"));
        var payout = (await office.AskAsync(first, "27742.00")).Expect(HttpStatusCode.Created).Id;
        (await office.ApproveAsync(first, payout))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_payouts.beyond_funded");
        var small = (await office.AskAsync(second, "832.78")).Expect(HttpStatusCode.Created).Id;
        (await office.ApproveAsync(second, small)).Expect(HttpStatusCode.OK);
    }

    [Fact, Trait("rule", "EVT-01")]
    public async Task a_revocation_stops_what_was_approved_and_leaves_what_was_paid()
    {
        var (office, request) = await SettledAsync();
        Guid[] payouts =
        [
            (await office.AskAsync(request, "1000.00")).Expect(HttpStatusCode.Created).Id,
            (await office.AskAsync(request, "2000.00")).Expect(HttpStatusCode.Created).Id,
        ];
        foreach (var payout in payouts) (await office.ApproveAsync(request, payout)).Expect(HttpStatusCode.OK);
        (await office.PayAsync(request, payouts[0], "P1")).Expect(HttpStatusCode.OK);
        await office.RevokeAsync(await funds.Host.QueryAsync<Guid>(
            $"select decision_id from spend_requests where id = '{request}'"));

        foreach (var refused in (Answer[])[await office.PayAsync(request, payouts[1], "P2"),
            await office.AskAsync(request, "1.00"), await office.TopUpAsync(request, 0, "1.00", "T1")])
            refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_requests.decision_revoked");
        var read = await office.Manager.GetAsync($"/api/v1/spend-requests/{request}");
        Assert.Equal(("1000.00", "True"), (read["settlement.paid"], read["frozen"]));
    }

    [Fact, Trait("rule", "FUND-23")]
    public async Task an_approval_ends_with_its_day_and_can_be_given_up()
    {
        var (office, request) = await SettledAsync();
        var payout = (await office.AskAsync(request, "26000.00")).Expect(HttpStatusCode.Created).Id;
        (await office.ApproveAsync(request, payout, day: 3)).Expect(HttpStatusCode.OK);
        await office.PassAsync(4);
        (await office.PayAsync(request, payout, "P1"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_payouts.expired");
        var again = (await office.AskAsync(request, "1742.00")).Expect(HttpStatusCode.Created).Id;
        (await office.ApproveAsync(request, again, day: 9))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_payouts.beyond_funded");
        (await office.StepAsync(request, $"payouts/{payout}/cancel", new { reason = "过期" })).Expect(HttpStatusCode.OK);
        (await office.ApproveAsync(request, again, day: 9)).Expect(HttpStatusCode.OK);
    }

    [Fact, Trait("rule", "FUND-24"), Trait("story", "004-16")]
    public async Task an_emergency_is_paid_after_its_posting_and_with_every_objection_answered()
    {
        var office = await FundedAsync();
        var request = await office.ProposeAsync();
        (await office.StepAsync(request, "emergency", new
        {
            situation = "ROOF_OR_WALL_LEAK", document = "APPRAISAL", documentHash = SpendOffice.Paper,
        })).Expect(HttpStatusCode.OK);
        (await office.StepAsync(request, "emergency-confirmation",
            new { by = new[] { "COMMITTEE" }, documentHash = SpendOffice.Paper })).Expect(HttpStatusCode.OK);
        await office.FinishAsync(request, "28600.00");
        await RefusedAsync("posting_missing");
        var posted = (await office.StepAsync(request, "postings", new
        {
            places = new[] { "公告栏" }, evidenceHash = SpendOffice.Paper, postedOn = $"{office.Today:yyyy-MM-dd}",
        })).Expect(HttpStatusCode.OK);
        var objection = (await office.StepAsync(request, "objections", new
        {
            unitId = office.Units[0].UnitId, reason = "COST", text = "偏高", raisedOn = $"{office.Today:yyyy-MM-dd}",
        })).Expect(HttpStatusCode.Created).Id;
        var last = DateOnly.Parse(posted["emergency.postedUntil"], null).DayNumber - office.Today.DayNumber;
        await office.PassAsync(last);
        await RefusedAsync("posting_missing"); // Its last day is not over.
        await office.PassAsync(last + 1);
        await RefusedAsync("objection_open");
        (await office.StepAsync(request, $"objections/{objection}/answer", new { text = "已比价" }))
            .Expect(HttpStatusCode.OK);
        (await office.AskAsync(request, "1.00")).Expect(HttpStatusCode.Created);

        async Task RefusedAsync(string code) => (await office.AskAsync(request, "1.00"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, $"spend_payouts.{code}");
    }

    [Fact, Trait("rule", "FUND-19")]
    public async Task what_the_authority_sends_back_comes_again_amended()
    {
        var office = await SpendOffice.OpenAsync(funds);
        var (request, _) = await office.DecidedAsync();
        (await office.StepAsync(request, "filings", new { authority = "区房管局", number = "退1", outcome = "RETURNED" }))
            .Expect(HttpStatusCode.BadRequest);
        (await office.StepAsync(request, "filings", new
        {
            authority = "区房管局", number = "退1", outcome = "RETURNED", reason = "缺报价单",
        })).Expect(HttpStatusCode.OK);
        (await office.FileAsync(request))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_works.not_amended");
        (await office.StepAsync(request, "filings", new
        {
            authority = "区房管局", number = "备2", outcome = "ACCEPTED", documentHash = SpendOffice.Paper,
        })).Expect(HttpStatusCode.OK);
        Assert.Equal("FILED", await office.StatusAsync(request));
        (await office.StartWorksAsync(request, code: "91350100M000100Y44"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_works.not_an_organisation");
    }

    private async Task<SpendOffice> FundedAsync()
    {
        var office = await SpendOffice.OpenAsync(funds);
        await office.DepositAsync("3000.00", "10000.00", "10000.00", "10000.00", "10000.00", "10000.00");
        return office;
    }

    private async Task<(SpendOffice Office, Guid Request)> SettledAsync()
    {
        var office = await FundedAsync();
        return (office, await office.SettledAsync("28600.00"));
    }

    // What the bank holds is the households', the contractors', or waits for a person: nothing else.
    private async Task AssertMoneyAsync(SpendOffice office)
    {
        var trial = (await office.Manager.GetAsync($"/api/v1/trial-balances/{office.Fund}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("0.00", "True"), (trial["difference"], trial["matchesTransfers"]));
        Assert.Equal("0.00", await funds.Host.QueryAsync<string>(
            "select coalesce(sum(debits - credits) filter (where kind in ('BANK', 'UNIT_BALANCE', " +
            $"'CONTRACTOR_PAYABLE', 'SUSPENSE')), 0)::text from ledger_accounts where book_id = '{office.Fund}'"));
    }

    private Task<string> BalanceAsync(SpendOffice office, string kind, string sum = "credits - debits") =>
        funds.Host.QueryAsync<string>(
            $"select ({sum})::text from ledger_accounts where book_id = '{office.Fund}' and kind = '{kind}'");

    private Task<string> UnitAsync(SpendOffice office, int unit, string sum, string kind) =>
        funds.Host.QueryAsync<string>($"select ({sum})::text from ledger_accounts where book_id = '{office.Fund}' " +
            $"and kind = '{kind}' and unit_id = '{office.Units[unit].UnitId}'");

    private Task<string> SumAsync(SpendOffice office, string column) => funds.Host.QueryAsync<string>(
        $"select sum({column})::text from ledger_accounts where book_id = '{office.Fund}'");
}

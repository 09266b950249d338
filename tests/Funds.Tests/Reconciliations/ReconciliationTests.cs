using System.Net;
using System.Text;
using CivicPlatform.Funds.Tests.Statements;
using CivicPlatform.Testing;
using Npgsql;

namespace CivicPlatform.Funds.Tests.Reconciliations;

/// <summary>A period is compared with the bank, closes at no fen of difference, and then stays as it is.</summary>
public sealed class ReconciliationTests(FundsHost funds)
{
    [Fact, Trait("rule", "FUND-25"), Trait("rule", "002-16")]
    public async Task a_period_closes_against_the_banks_own_balance_and_stays_closed()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 4));
        (await StatementAsync(opened.Account, "0.00", "1713.70", CamtText.Entry("A-1", "1613.70", "1-1-101")
            + CamtText.Entry("A-2", "100.00", "看不懂"))).Expect(HttpStatusCode.Created);
        (await CompareAsync(opened.Account, "2023-06-01", "2023-06-30", "1713.71"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "reconciliations.balance_differs");
        var made = (await CompareAsync(opened.Account, "2023-06-01", "2023-06-30")).Expect(HttpStatusCode.Created);
        Assert.Equal(("STATEMENT", "1713.70", "1713.70", "0.00", "1", "0"), (made["balanceSource"],
            made["bankBalance"], made["ledgerBalance"], made["gap"], made["suspense.lines"], made["unposted.lines"]));
        Assert.Equal("A-2", made.Json.GetProperty("suspenseLines")[0].GetProperty("bankSerial").GetString());

        var path = $"/api/v1/reconciliations/{made.Id}";
        (await funds.Manager.PostAsync($"{path}/close", new { }, null, ("If-Match", "\"v9\"")))
            .Expect(HttpStatusCode.PreconditionFailed);
        var note = new { note = "无差异" };
        var closed = await funds.Manager.PostAsync($"{path}/close", note, "c-1", ("If-Match", "\"v1\""));
        Assert.Equal("CLOSED", closed.Expect(HttpStatusCode.OK)["status"]);
        Assert.Equal(closed.Body, (await funds.Manager.PostAsync($"{path}/close", note, "c-1")).Body);
        (await funds.Manager.PostAsync($"{path}/close", new { }))
            .ExpectProblem(HttpStatusCode.Conflict, "reconciliations.already_closed");
        Assert.Equal("\"v2\"", (await funds.Manager.GetAsync(path)).Expect(HttpStatusCode.OK).ETag);

        await AssertClosedAsync(opened);
        (await CompareAsync(opened.Account, "2023-06-30", "2023-07-31", "0.00"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "reconciliations.not_next");
        (await CompareAsync(opened.Account, "2023-07-02", "2023-07-31", "0.00"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "reconciliations.not_next");
        (await CompareAsync(opened.Account, "2023-07-01", "2023-07-31", "1713.70")).Expect(HttpStatusCode.Created);
        var list = await funds.Manager.GetAsync($"/api/v1/reconciliations?accountId={opened.Account}&limit=1");
        Assert.Equal("OPEN", list.Json.GetProperty("items")[0].GetProperty("status").GetString());
        Assert.NotEqual("", list["next"]);
    }

    // Whatever door a line of a closed day comes by.
    private async Task AssertClosedAsync(Opened opened)
    {
        (await PayAsync(opened.Account, "L-1", "2023-06-30 23:59:59"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "reconciliations.period_closed");
        (await StatementAsync(opened.Account, "0.00", "5.00", CamtText.Entry("L-2", "5.00", "1-1-102")))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "reconciliations.period_closed");
        var paid = await funds.Manager.PostAsync($"/api/v1/campaigns/{opened.Campaign}/spendings", new
        {
            building = "1", payee = "某电梯公司", purpose = "工程款", amount = "1.00", bankSerial = "L-3",
            bookedAt = "2023-06-15 10:00:00",
        });
        paid.ExpectProblem(HttpStatusCode.UnprocessableEntity, "reconciliations.period_closed");
        Assert.Equal("FUND-25", paid.Rule);
        Assert.Equal(2L, await funds.Host.QueryAsync<long>(
            $"select count(*) from bank_lines where account_id = '{opened.Account}'"));

        Assert.Equal("2", (await StatementAsync(opened.Account, "0.00", "1713.70",
            CamtText.Entry("A-1", "1613.70", "1-1-101") + CamtText.Entry("A-2", "100.00", "看不懂")))
            .Expect(HttpStatusCode.Created)["duplicates"]);
        (await PayAsync(opened.Account, "L-4", "2023-07-01 00:00:00")).Expect(HttpStatusCode.Created);
        await Assert.ThrowsAsync<PostgresException>(() => FundsHost.ExecuteAsync(funds.Host.Database.Superuser,
            $"update bank_accounts set closed_until = '2023-06-01' where id = '{opened.Account}'"));
        await Assert.ThrowsAsync<PostgresException>(() => FundsHost.ExecuteAsync(funds.Host.Database.Superuser,
            "insert into ledger_transfers (id, block_id, book_id, debit_id, credit_id, amount, kind, source_id, " +
            "booked_at, street_code, division_code) select id, block_id, book_id, debit_id, credit_id, amount, kind, " +
            "source_id, booked_at, street_code, division_code from ledger_transfers " +
            $"where book_id = '{opened.Account}'"));
    }

    [Fact, Trait("rule", "FUND-25")]
    public async Task a_suspense_line_of_a_closed_day_is_placed_by_an_entry_of_an_open_one()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 4));
        (await StatementAsync(opened.Account, "0.00", "100.00", CamtText.Entry("A-2", "100.00", "看不懂")))
            .Expect(HttpStatusCode.Created);
        await CloseAsync(opened.Account, "2023-06-01", "2023-06-30");
        var waiting = (await funds.Manager.GetAsync($"/api/v1/suspense-lines?accountId={opened.Account}"))
            .Json.GetProperty("items")[0].GetProperty("id").GetGuid();
        (await funds.Manager.PostAsync($"/api/v1/suspense-lines/{waiting}/assign",
            new { building = "1", entrance = "1", room = "101", reason = "回单" })).Expect(HttpStatusCode.OK);
        Assert.Equal("RECEIPT@2023-06-12 00:00:00,ASSIGNMENT@2023-07-01 00:00:00", await funds.Host.QueryAsync<string>(
            "select string_agg(kind || '@' || (booked_at at time zone 'Asia/Shanghai'), ',' order by seq) " +
            $"from ledger_transfers where book_id = '{opened.Account}'"));
        await funds.AssertBalancedAsync(opened.Account);
    }

    [Fact, Trait("rule", "FUND-25")]
    public async Task a_difference_is_told_with_its_figures_and_what_may_explain_it()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 4));
        (await PayAsync(opened.Account, "ONLY-HERE", "2023-06-20 10:00:00")).Expect(HttpStatusCode.Created);
        (await PayAsync(opened.Account, "A-1", "2023-06-12 00:00:00")).Expect(HttpStatusCode.Created);
        (await StatementAsync(opened.Account, "7.00", "12.00", CamtText.Entry("A-1", "5.00", "看不懂", name: "")))
            .Expect(HttpStatusCode.Created);
        var made = (await CompareAsync(opened.Account, "2023-06-01", "2023-06-30")).Expect(HttpStatusCode.Created);
        Assert.Equal(("10.00", "12.00", "2.00"), (made["ledgerBalance"], made["bankBalance"], made["gap"]));
        var only = Assert.Single(made.Json.GetProperty("differences").EnumerateArray());
        Assert.Equal(("BOOKED_HERE_ONLY", "ONLY-HERE", "5.00"), (only.GetProperty("kind").GetString(),
            only.GetProperty("reference").GetString(), only.GetProperty("amount").GetString()));

        var refused = await funds.Manager.PostAsync($"/api/v1/reconciliations/{made.Id}/close", new { });
        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "reconciliations.does_not_balance");
        Assert.Equal("银行 12.00 元，账面 10.00 元，相差 2.00 元。", refused["detail"]);
        (await PayAsync(opened.Account, "L-1", "2023-06-30 10:00:00")).Expect(HttpStatusCode.Created);
    }

    [Fact, Trait("rule", "FUND-25")]
    public async Task a_payment_that_waits_while_the_period_closes_does_not_slip_in()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 4));
        var made = (await CompareAsync(opened.Account, "2023-06-01", "2023-06-30", "0.00"))
            .Expect(HttpStatusCode.Created);
        await using var replica = funds.Host.StartReplica();
        var others = replica.As("fund-manager", FundsHost.Street);
        var close = funds.Manager.PostAsync($"/api/v1/reconciliations/{made.Id}/close", new { });
        var payments = Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? others : funds.Manager).PostAsync(
            $"/api/v1/accounts/{opened.Account}/bank-lines",
            new { bankSerial = $"P-{i}", bookedAt = "2023-06-30 10:00:00", amount = "5.00" })).ToArray();
        var taken = (await Task.WhenAll(payments)).Count(a => a.Status == HttpStatusCode.Created);
        var closed = (await close).Status == HttpStatusCode.OK;
        // Either the close came first and every line was refused, or a line came first and nothing closed.
        Assert.True(closed ? taken == 0 : taken > 0, $"closed: {closed}, lines: {taken}");
        Assert.Equal(closed ? 0L : 40L, taken);
        await funds.AssertBalancedAsync(opened.Account);
    }

    [Theory]
    [InlineData("2023-06-30", "2023-06-01", HttpStatusCode.BadRequest, "request.invalid")]
    [InlineData("2023-01-01", "2024-06-01", HttpStatusCode.BadRequest, "request.invalid")]
    [InlineData("2098-06-01", "2098-06-30", HttpStatusCode.UnprocessableEntity, "reconciliations.not_over")]
    [InlineData("2023-06-13", "2023-06-30", HttpStatusCode.UnprocessableEntity, "reconciliations.leaves_out")]
    public async Task a_period_that_cannot_be_is_refused(string from, string to, HttpStatusCode status, string code)
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        (await PayAsync(opened.Account, "A-1", "2023-06-12 10:00:00")).Expect(HttpStatusCode.Created);
        (await CompareAsync(opened.Account, from, to, "1.00")).ExpectProblem(status, code);
    }

    [Fact]
    public async Task another_office_finds_no_reconciliation_and_makes_none()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var made = (await CompareAsync(opened.Account, "2023-06-01", "2023-06-30", "0.00"))
            .Expect(HttpStatusCode.Created);
        (await CompareAsync(opened.Account, "2023-06-01", "2023-06-30"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "reconciliations.balance_missing");
        var other = funds.Host.As("fund-manager", "110114010");
        (await other.GetAsync($"/api/v1/reconciliations/{made.Id}")).Expect(HttpStatusCode.NotFound);
        (await other.PostAsync($"/api/v1/reconciliations/{made.Id}/close", new { })).Expect(HttpStatusCode.NotFound);
        (await other.PostAsync("/api/v1/reconciliations", new { accountId = opened.Account, from = "2023-06-01",
            to = "2023-06-30", bankBalance = "0.00" })).ExpectProblem(HttpStatusCode.NotFound, "accounts.not_found");
        (await funds.Host.As("auditor", FundsHost.Street).PostAsync($"/api/v1/reconciliations/{made.Id}/close",
            new { })).Expect(HttpStatusCode.Forbidden);
    }

    private async Task CloseAsync(Guid account, string from, string to)
    {
        var made = (await CompareAsync(account, from, to)).Expect(HttpStatusCode.Created);
        (await funds.Manager.PostAsync($"/api/v1/reconciliations/{made.Id}/close", new { })).Expect(HttpStatusCode.OK);
    }

    private Task<Answer> CompareAsync(Guid account, string from, string to, string? balance = null) =>
        funds.Manager.PostAsync("/api/v1/reconciliations",
            new { accountId = account, from, to, bankBalance = balance });

    private Task<Answer> PayAsync(Guid account, string serial, string bookedAt) =>
        funds.Manager.PostAsync($"/api/v1/accounts/{account}/bank-lines",
            new { bankSerial = serial, bookedAt, amount = "5.00", memo = "看不懂" });

    private Task<Answer> StatementAsync(Guid account, string opening, string closing, string entries) =>
        funds.Manager.PostCsvAsync($"/api/v1/accounts/{account}/statement-imports",
            Encoding.UTF8.GetBytes(CamtText.Statement(opening, closing, entries)), null, "application/xml");
}

using System.Net;
using CivicPlatform.Contracts.Consultation;

namespace CivicPlatform.Funds.Tests.Spending;

/// <summary>Payments out of the account when the bank's statement told them first.</summary>
public sealed class OutPaymentTests(FundsHost funds)
{
    [Fact, Trait("rule", "RAISE-04")]
    public async Task an_outflow_that_waits_in_suspense_becomes_the_payment()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 4));
        (await funds.PayAsync(opened.Account, "IN-1", "1613.70", "1-1-101")).Expect(HttpStatusCode.Created);
        var told = await funds.ImportAsync(
            opened.Account, FundsHost.Csv("OUT-1,2023-06-13 10:00:00,-900.00,某电梯公司,工程款"));
        Assert.Equal("1", told.Expect(HttpStatusCode.Created)["suspense"]);

        (await PayContractorAsync(opened, "OUT-1", "900.00")).Expect(HttpStatusCode.Created);
        await AssertSuspenseAsync(opened, "0.00");
    }

    [Fact, Trait("rule", "RAISE-04")]
    public async Task a_refund_that_was_placed_is_never_paid_out_again_as_works()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 4));
        (await funds.PayAsync(opened.Account, "IN-1", "60.00", "1-1-101")).Expect(HttpStatusCode.Created);
        (await funds.PayAsync(opened.Account, "IN-2", "1613.70", "1-2-101")).Expect(HttpStatusCode.Created);
        // 60.00 go back to the household, 40.00 were not its money and wait for a person.
        (await funds.PayAsync(opened.Account, "OUT-1", "-100.00", "1-1-101 退款")).Expect(HttpStatusCode.Created);

        (await PayContractorAsync(opened, "OUT-1", "100.00"))
            .ExpectProblem(HttpStatusCode.Conflict, "spending.bank_serial_taken");
        await AssertSuspenseAsync(opened, "40.00");
    }

    [Fact, Trait("rule", "EVT-01"), Trait("rule", "PUB-04")]
    public async Task a_revoked_decision_freezes_what_is_unpaid_and_keeps_what_is_paid()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 4));
        (await funds.PayAsync(opened.Account, "IN-1", "1613.70", "1-1-101")).Expect(HttpStatusCode.Created);
        (await PayContractorAsync(opened, "OUT-1", "600.00")).Expect(HttpStatusCode.Created);
        await RevokeAsync(opened);

        var path = $"/api/v1/campaigns/{opened.Campaign}";
        foreach (var refused in (Testing.Answer[])[
            await PayContractorAsync(opened, "OUT-2", "600.00"),
            await funds.Manager.PostAsync($"{path}/instalments",
                new { building = "1", amount = "1.00", dueOn = "2023-08-31" }),
            await funds.Manager.PostAsync($"{path}/advances",
                new { company = "某物业公司", amount = "100.00", purpose = "垫资" }),
            await funds.Manager.PostAsync($"{path}/repayments",
                new { building = "1", amount = "1.00", bankSerial = "OUT-3", bookedAt = "2023-08-31 10:00:00" }),
        ])
        {
            refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "spending.decision_revoked");
            Assert.Equal("EVT-01", refused.Rule);
        }
        Assert.Equal(1L, await funds.Host.QueryAsync<long>(
            $"select count(*) from spendings where campaign_id = '{opened.Campaign}'"));
        // What the bank has received is a fact and goes on being booked.
        (await funds.PayAsync(opened.Account, "IN-2", "1613.70", "1-2-101")).Expect(HttpStatusCode.Created);
        await funds.AssertBalancedAsync(opened.Account);
    }

    [Fact, Trait("rule", "EVT-01"), Trait("rule", "RAISE-01")]
    public async Task a_revoked_decision_opens_no_campaign()
    {
        var (estate, decision) = await funds.RegisterAsync(FundsHost.Flats(1, 2));
        var account = await funds.OpenAccountAsync(estate);
        var draft = (await funds.Manager.PostAsync("/api/v1/campaigns", new
        {
            estateId = estate, accountId = account, title = "电梯大修", unitPrice = "17.93", decisionId = decision,
        })).Expect(HttpStatusCode.Created);
        await RevokeAsync(estate, decision);
        (await funds.Manager.PostAsync($"/api/v1/campaigns/{draft.Id}/open", new { }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "campaigns.decision_revoked");
        Assert.Equal(0L, await funds.Host.QueryAsync<long>(
            $"select count(*) from bills where campaign_id = '{draft.Id}'"));
    }

    private async Task RevokeAsync(Opened opened) => await RevokeAsync(opened.Estate,
        await funds.Host.QueryAsync<Guid>($"select decision_id from campaigns where id = '{opened.Campaign}'"));

    private async Task RevokeAsync(Guid estate, Guid decision)
    {
        await funds.Host.PublishAsync(new DecisionRevoked
        {
            AggregateId = Guid.CreateVersion7(), AggregateVersion = 4, OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = FundsHost.Street, DecisionId = decision, EstateId = estate, Ground = "REVOKED_COURT",
        });
        await Testing.Eventually.Async(async () => Assert.True(await funds.Host.QueryAsync<bool>(
            $"select revoked from decisions where decision_id = '{decision}'")));
    }

    private Task<Testing.Answer> PayContractorAsync(Opened opened, string serial, string amount) =>
        funds.Manager.PostAsync($"/api/v1/campaigns/{opened.Campaign}/spendings", new
        {
            building = "1", amount, payee = "某电梯公司", purpose = "工程款", bankSerial = serial,
            bookedAt = "2023-06-13 10:00:00",
        });

    private async Task AssertSuspenseAsync(Opened opened, string balance)
    {
        await funds.AssertBalancedAsync(opened.Account);
        Assert.Equal(balance, await funds.Host.QueryAsync<string>(
            "select (debits - credits)::text from ledger_accounts where kind = 'SUSPENSE' " +
            $"and book_id = '{opened.Account}'"));
    }
}

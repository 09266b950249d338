using System.Net;

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

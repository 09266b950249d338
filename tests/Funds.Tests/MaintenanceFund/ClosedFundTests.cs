using System.Net;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.MaintenanceFund;

/// <summary>A reconciled period of a fund stays as it was shown, whatever is made of its money later.</summary>
public sealed class ClosedFundTests(FundsHost funds)
{
    [Fact, Trait("rule", "FUND-25")]
    public async Task what_is_made_of_a_closed_periods_money_bears_an_open_date()
    {
        var fund = await FundClient.OpenAsync(funds, FundsHost.Flats(1, 2));
        (await funds.PayAsync(fund.Account, "W-1", "12000.00", "首期维修资金")).Expect(HttpStatusCode.Created);
        await CloseJuneAsync(fund, "12000.00");

        var entry = await fund.DepositAllAsync("6000.00"); // Says March; the bank said 12 June.
        (await fund.ReverseAsync(entry)).Expect(HttpStatusCode.Created);

        Assert.Equal("RECEIPT 2023-06-12,INITIAL_DEPOSIT 2023-07-01,REVERSAL 2023-07-01", await DatesAsync(fund));
    }

    [Fact, Trait("rule", "FUND-25")]
    public async Task new_money_of_a_closed_period_is_refused_and_a_reversal_does_not_reach_into_it()
    {
        var fund = await FundClient.OpenAsync(funds, FundsHost.Flats(1, 2));
        var entry = (await DepositInJuneAsync(fund, "W-1")).Expect(HttpStatusCode.Created).Id;
        await CloseJuneAsync(fund, "5.00");

        (await DepositInJuneAsync(fund, "W-2")).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "reconciliations.period_closed", "FUND-25");
        (await fund.ReverseAsync(entry)).Expect(HttpStatusCode.Created);

        Assert.Equal("RECEIPT 2023-06-15,INITIAL_DEPOSIT 2023-06-15,REVERSAL 2023-07-01", await DatesAsync(fund));
    }

    private static Task<Answer> DepositInJuneAsync(FundClient fund, string serial) =>
        fund.PostAsync("deposits", new
        {
            kind = "INITIAL_DEPOSIT", bankSerial = serial, bookedAt = "2023-06-15 10:00:00", note = "清单",
            lines = new[] { FundClient.Line(fund.Units[0], "5.00") },
        });

    private async Task CloseJuneAsync(FundClient fund, string bankBalance)
    {
        var compared = (await funds.Manager.PostAsync("/api/v1/reconciliations",
            new { accountId = fund.Account, from = "2023-06-01", to = "2023-06-30", bankBalance }))
            .Expect(HttpStatusCode.Created);
        (await funds.Manager.PostAsync($"/api/v1/reconciliations/{compared.Id}/close", new { note = "无差异" }))
            .Expect(HttpStatusCode.OK);
    }

    // One of each kind: a list of deposits is many transfers of one date.
    private Task<string> DatesAsync(FundClient fund) => funds.Host.QueryAsync<string>(
        "select string_agg(kind || ' ' || day, ',' order by first) from (select kind, " +
        "(booked_at at time zone 'Asia/Shanghai')::date as day, min(seq) as first from ledger_transfers " +
        $"where book_id = '{fund.Account}' group by 1, 2) t");
}

using System.Net;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.MaintenanceFund;

/// <summary>Deposits, gains and their reversal: every fen stands at a part, and the bank's line behind it.</summary>
public sealed class FundTests(FundsHost funds)
{
    [Fact, Trait("rule", "FUND-07")]
    public async Task a_deposit_of_many_parts_is_one_bank_line_and_a_balance_each()
    {
        var fund = await FundClient.OpenAsync(funds, FundsHost.Flats(2, 3));
        await fund.DepositAllAsync("6000.00");

        Assert.All(await fund.BalancesAsync(), balance => Assert.Equal("6000.00", balance));
        var book = await fund.BookAsync();
        Assert.Equal(("36000.00", "0.00", "-36000.00"), (book["BANK"], book["SUSPENSE"], book["UNIT_BALANCE"]));
        Assert.Equal(1, await funds.Host.QueryAsync<long>(
            $"select count(*) from bank_lines where account_id = '{fund.Account}'"));
    }

    [Fact, Trait("rule", "FUND-28")]
    public async Task a_statement_may_tell_the_money_before_or_after()
    {
        var fund = await FundClient.OpenAsync(funds, FundsHost.Flats(1, 2));
        (await funds.PayAsync(fund.Account, "W-1", "12000.00", "首期维修资金")).Expect(HttpStatusCode.Created);
        Assert.Equal("-12000.00", (await fund.BookAsync())["SUSPENSE"]);

        await fund.DepositAllAsync("6000.00"); // The line that waits.
        await fund.DepositAllAsync("1.00", "W-2");
        var late = await funds.PayAsync(fund.Account, "W-2", "2.00", "首期维修资金"); // The line that we wrote.
        Assert.Equal(HttpStatusCode.OK, late.Status);

        Assert.Equal(["6001.00", "6001.00"], await fund.BalancesAsync());
        Assert.Equal(("12002.00", "0.00"), ((await fund.BookAsync())["BANK"], (await fund.BookAsync())["SUSPENSE"]));
    }

    [Fact]
    public async Task a_list_with_one_bad_line_books_nothing_and_names_every_row()
    {
        var flats = FundsHost.Flats(1, 3);
        var fund = await FundClient.OpenAsync(funds, flats);
        var refused = await fund.PostAsync("deposits", new
        {
            kind = "INITIAL_DEPOSIT", bankSerial = "W-1", bookedAt = "2026-03-02 10:00:00", note = "清单",
            lines = new[]
            {
                FundClient.Line(flats[0], "6000.00"), FundClient.Line(flats[0], "1.00"),
                new { building = "9", entrance = "1", room = "101", amount = "5.00" },
                FundClient.Line(flats[1], "0.00"), FundClient.Line(flats[2], "-3.00"),
            },
        });

        var problem = refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "funds.lines_unfit");
        var rows = problem.Json.GetProperty("errors").EnumerateArray()
            .Select(e => (e.GetProperty("row").GetInt32(), e.GetProperty("code").GetString()));
        Assert.Equal([(2, "unit.twice"), (3, "unit.unknown"), (4, "amount.not_positive"), (5, "amount.not_positive")],
            rows);
        Assert.Equal(("0.00", "0.00"), ((await fund.BookAsync())["BANK"], (await fund.BookAsync())["SUSPENSE"]));
        Assert.All(await fund.BalancesAsync(), balance => Assert.Equal("-", balance));
    }

    [Fact, Trait("rule", "FUND-17")]
    public async Task gains_are_split_to_the_fen_by_what_each_part_held()
    {
        var flats = FundsHost.Flats(1, 3);
        var fund = await FundClient.OpenAsync(funds, flats);
        (await fund.OpenBalancesAsync("W-1", (flats[0], "6000.00", "100.00"), (flats[1], "6000.00", "100.00"),
            (flats[2], "6000.00", "100.00"))).Expect(HttpStatusCode.Created);

        (await fund.GainAsync("INTEREST", "100.00", "W-2")).Expect(HttpStatusCode.Created);
        Assert.Equal(["133.34", "133.33", "133.33"], await fund.BalancesAsync()); // F-10's remainder: the lowest room.
    }

    [Fact, Trait("rule", "FUND-09")]
    public async Task common_income_goes_by_area_and_by_the_share_of_the_place()
    {
        RegisteredUnit[] flats = [.. FundsHost.Flats(1, 2)];
        flats[1] = flats[1] with { Area = 180.00m };
        var fund = await FundClient.OpenAsync(funds, flats);
        (await fund.OpenBalancesAsync("W-1", (flats[0], "6000.00", "1000.00"), (flats[1], "6000.00", "1000.00")))
            .Expect(HttpStatusCode.Created);

        // Beijing: at least half while the fund holds less than 30 % of the initial deposits.
        var little = await fund.GainAsync("COMMON_INCOME", "299.99", "W-2", "600.00");
        little.ExpectProblem(HttpStatusCode.UnprocessableEntity, "funds.common_income_share", "FUND-09");
        (await fund.GainAsync("COMMON_INCOME", "300.00", "W-2", "600.00")).Expect(HttpStatusCode.Created);
        Assert.Equal(["1100.00", "1200.00"], await fund.BalancesAsync());
        (await fund.GainAsync("COMMON_INCOME", "1500.00", "W-3")).ExpectProblem(
            HttpStatusCode.BadRequest, "request.invalid");
    }

    [Fact, Trait("rule", "FUND-27")]
    public async Task a_reversal_mirrors_every_line_and_the_money_waits_again()
    {
        var fund = await FundClient.OpenAsync(funds, FundsHost.Flats(1, 2));
        var entry = await fund.DepositAllAsync("6000.00");

        (await fund.ReverseAsync(entry)).Expect(HttpStatusCode.Created);
        Assert.Equal(["0.00", "0.00"], await fund.BalancesAsync());
        var book = await fund.BookAsync();
        Assert.Equal(("12000.00", "-12000.00"), (book["BANK"], book["SUSPENSE"]));
        Assert.Equal("0.00", (await fund.GetAsync("unit-funds")).Json.GetProperty("items")[0]
            .GetProperty("initial").GetString());
        (await fund.ReverseAsync(entry)).ExpectProblem(HttpStatusCode.Conflict, "funds.entry_already_reversed");

        await fund.DepositAllAsync("6000.00"); // The same line of the bank, placed anew.
        Assert.Equal("0.00", (await fund.BookAsync())["SUSPENSE"]);
    }

    [Fact, Trait("rule", "FUND-27")]
    public async Task money_that_is_gone_cannot_be_reversed_and_a_reversal_is_final()
    {
        var fund = await FundClient.OpenAsync(funds, FundsHost.Flats(1, 2));
        var entry = await fund.DepositAllAsync("6000.00");
        var lost = (await RefundAsync(fund, fund.Units[0], "6000.00", "W-2")).Expect(HttpStatusCode.Created).Id;

        (await fund.ReverseAsync(entry)).ExpectProblem(HttpStatusCode.UnprocessableEntity, "funds.money_is_spent");
        Assert.Equal(["0.00", "6000.00"], await fund.BalancesAsync());
        var reversal = (await fund.ReverseAsync(lost)).Expect(HttpStatusCode.Created).Id;
        (await fund.ReverseAsync(reversal)).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "funds.reversal_is_final");
        (await fund.ReverseAsync(entry)).Expect(HttpStatusCode.Created);
        var book = await fund.BookAsync(); // The bank paid 6,000 that nobody explains now, and 12,000 wait again.
        Assert.Equal(("6000.00", "-6000.00", "0.00"), (book["BANK"], book["SUSPENSE"], book["UNIT_BALANCE"]));
    }

    [Fact, Trait("rule", "FUND-13")]
    public async Task a_lost_house_gets_its_whole_balance_back_split_by_who_deposited()
    {
        var flats = FundsHost.Flats(1, 2);
        var fund = await FundClient.OpenAsync(funds, flats);
        (await fund.PostAsync("deposits", new
        {
            kind = "INITIAL_DEPOSIT", bankSerial = "W-1", bookedAt = "2026-03-02 10:00:00", note = "售后公房",
            lines = new[] { new { building = flats[0].Building, entrance = flats[0].Entrance, room = flats[0].Room,
                amount = "9000.00", bySeller = "6000.00" } },
        })).Expect(HttpStatusCode.Created);
        (await fund.GainAsync("INTEREST", "100.00", "W-2")).Expect(HttpStatusCode.Created);

        (await RefundAsync(fund, flats[0], "9000.00", "W-3")).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "funds.refund_is_not_the_balance", "FUND-13");
        var refund = (await RefundAsync(fund, flats[0], "9100.00", "W-3")).Expect(HttpStatusCode.Created);
        Assert.Equal(("3033.33", "6066.67"), (refund["toOwner"], refund["toSeller"]));
        var book = await fund.BookAsync();
        Assert.Equal(("0.00", "0.00", "0.00"), (book["BANK"], book["SUSPENSE"], book["UNIT_BALANCE"]));
        (await RefundAsync(fund, flats[0], "1.00", "W-4")).ExpectProblem(
            HttpStatusCode.NotFound, "funds.unit_not_found");
        var late = await fund.PostAsync("deposits", new
        {
            kind = "RENEWAL_DEPOSIT", bankSerial = "W-5", bookedAt = "2026-09-02 10:00:00", note = "续交",
            lines = new[] { FundClient.Line(flats[0], "5.00") },
        });
        late.ExpectProblem(HttpStatusCode.UnprocessableEntity, "funds.lines_unfit");
    }

    [Fact, Trait("rule", "FUND-11")]
    public async Task the_balance_passes_with_the_title()
    {
        var flats = FundsHost.Flats(1, 2);
        var fund = await FundClient.OpenAsync(funds, flats);
        await fund.DepositAllAsync("6000.00");
        var (seller, buyer) = ($"sells-{fund.Estate}", $"buys-{fund.Estate}");
        await funds.LinkAsync(fund.Estate, seller, flats[0].OwnerRefs[0]);
        await funds.LinkAsync(fund.Estate, buyer, "P-BUYER");
        Assert.Equal([flats[0].UnitId], await MineAsync(fund, seller));
        Assert.Empty(await MineAsync(fund, buyer));

        await funds.Host.PublishAsync(new OwnershipTransferred
        {
            AggregateId = flats[0].UnitId, AggregateVersion = 2, OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = FundsHost.Street, EstateId = fund.Estate, OwnerRefs = ["P-BUYER"], SaleStatus = "SOLD",
            TransferredOn = new DateOnly(2026, 5, 1),
        });
        await Eventually.Async(async () => Assert.Equal([flats[0].UnitId], await MineAsync(fund, buyer)));
        Assert.Empty(await MineAsync(fund, seller));
        var entries = $"/api/v1/unit-funds/{flats[0].UnitId}/entries";
        (await Owner(seller).GetAsync(entries)).ExpectProblem(
            HttpStatusCode.Forbidden, "funds.not_your_unit", "FUND-26");
        var statement = (await Owner(buyer).GetAsync(entries)).Expect(HttpStatusCode.OK).Json.GetProperty("items")[0];
        Assert.Equal("6000.00", statement.GetProperty("credit").GetString());
    }

    [Fact, Trait("rule", "FUND-01")]
    public async Task the_two_kinds_of_money_never_meet()
    {
        var (estate, decision) = await funds.RegisterAsync(FundsHost.Flats(1, 2));
        var fund = await funds.OpenFundAsync(estate, funds.Manager);
        var raised = await funds.OpenAccountAsync(estate);
        var campaign = await funds.Manager.PostAsync("/api/v1/campaigns",
            new { estateId = estate, accountId = fund, title = "电梯大修", unitPrice = "17.93", decisionId = decision });
        campaign.ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "campaigns.account_is_maintenance_fund", "FUND-01");
        var gain = await funds.Manager.PostAsync($"/api/v1/accounts/{raised}/gains", new
        {
            kind = "INTEREST", amount = "1.00", bankSerial = "S-1", bookedAt = "2026-06-30 00:00:00", note = "结息",
        });
        gain.ExpectProblem(HttpStatusCode.UnprocessableEntity, "funds.not_a_maintenance_fund", "FUND-01");
        var second = await funds.Manager.PostAsync("/api/v1/accounts", new
        {
            estateId = estate, name = "第二个专户", bankName = "某银行", accountNumber = "6222000011112222",
            purpose = "MAINTENANCE_FUND", custody = "ASSEMBLY",
        });
        second.ExpectProblem(HttpStatusCode.Conflict, "accounts.fund_taken");
    }

    private ApiClient Owner(string subject) => funds.Host.As("owner", FundsHost.Community, subject);

    private async Task<Guid[]> MineAsync(FundClient fund, string subject)
    {
        var mine = await Owner(subject).GetAsync($"/api/v1/accounts/{fund.Account}/unit-funds/mine");
        return [.. mine.Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()
            .Select(i => i.GetProperty("unitId").GetGuid())];
    }

    private static Task<Answer> RefundAsync(FundClient fund, RegisteredUnit unit, string amount, string serial) =>
        fund.PostAsync("loss-refunds", new
        {
            unitId = unit.UnitId, amount, bankSerial = serial, bookedAt = "2026-09-01 11:20:00", note = "征补字12号",
        });
}

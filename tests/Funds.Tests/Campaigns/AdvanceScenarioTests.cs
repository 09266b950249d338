using System.Net;
using CivicPlatform.Funds.Tests.Refunds;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Campaigns;

/// <summary>The property company's 420,000 of story 002, and what of it comes back (002-5, 002-6).</summary>
public sealed class AdvanceScenarioTests(FundsHost funds)
{
    [Fact, Trait("scenario", "002-5"), Trait("scenario", "002-6"), Trait("rule", "RAISE-06")]
    public async Task seventy_thousand_of_building_4_come_back_once_it_has_them_beyond_what_is_reserved()
    {
        var flats = FundsHost.Flats(6, 2, area: 3000.00m); // 53,790.00 a bill.
        var desk = new RefundDeskClient(funds, await funds.OpenAsync(flats));
        var advance = (await desk.Manager.PostAsync($"{desk.Campaign}/advances",
            new { company = "某物业公司", amount = "420000.00" })).Expect(HttpStatusCode.Created); // Nobody has paid yet.
        Assert.Equal(Enumerable.Repeat("70000.00", 6), advance.Json.GetProperty("parts").EnumerateArray()
            .Select(p => p.GetProperty("amount").GetString()));

        var four = flats.Where(f => f.Building == "4").ToArray();
        await desk.PayAsync(four.Take(1), "53790.00", "A");
        Assert.Equal("RAISE-06", (await RepayAsync("70000.00")).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "spending.beyond_available").Rule);
        await desk.PayAsync(four.Skip(1), "53790.00", "B");
        var reserved = (await desk.Manager.PostAsync($"{desk.Campaign}/instalments",
            new { building = "4", amount = "37580.01", dueOn = "2023-09-01" })).Expect(HttpStatusCode.Created);
        Assert.Equal("69999.99", reserved["available"]);
        (await RepayAsync("70000.00")).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "spending.beyond_available"); // One fen short.
        await desk.PayAsync(flats.Where(f => f.Building == "5"), "53790.00", "C"); // RAISE-04: not building 4's.
        (await RepayAsync("70000.00")).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "spending.beyond_available");
        Assert.Equal("420000.00", await OutstandingAsync(desk));

        var repaid = (await RepayAsync("69999.99")).Expect(HttpStatusCode.Created);
        Assert.Equal(("0.01", "350000.01"), (repaid["outstanding"], repaid["campaignOutstanding"]));
        await funds.AssertBalancedAsync(desk.Opened.Account);

        Task<Answer> RepayAsync(string amount) => desk.Manager.PostAsync($"{desk.Campaign}/repayments",
            new { building = "4", amount, bankSerial = $"R-{amount}", bookedAt = "2023-09-01 09:00:00" });
    }

    [Fact, Trait("scenario", "002-6"), Trait("rule", "RAISE-06")]
    public async Task after_the_repayment_350000_are_outstanding()
    {
        var flats = FundsHost.Flats(6, 2, area: 3000.00m);
        var desk = new RefundDeskClient(funds, await funds.OpenAsync(flats));
        (await desk.Manager.PostAsync($"{desk.Campaign}/advances",
            new { company = "某物业公司", amount = "420000.00" })).Expect(HttpStatusCode.Created);
        await desk.PayAsync(flats.Where(f => f.Building == "4"), "53790.00");
        (await desk.Manager.PostAsync($"{desk.Campaign}/instalments",
            new { building = "4", amount = "37580.00", dueOn = "2023-09-01" })).Expect(HttpStatusCode.Created);
        var body = new { building = "4", amount = "70000.00", bankSerial = "R-1", bookedAt = "2023-09-01 09:00:00" };
        var repaid = (await desk.Manager.PostAsync($"{desk.Campaign}/repayments", body, "k-1"))
            .Expect(HttpStatusCode.Created); // Exactly what is available.
        Assert.Equal(("0.00", "350000.00"), (repaid["outstanding"], repaid["campaignOutstanding"]));
        Assert.Equal(repaid.Body, (await desk.Manager.PostAsync($"{desk.Campaign}/repayments", body, "k-1")).Body);
        Assert.Equal(("350000.00", "0.00"),
            (await OutstandingAsync(desk), await desk.BuildingAsync("4", "advanceOutstanding")));
        await funds.AssertBalancedAsync(desk.Opened.Account);
    }

    private static async Task<string> OutstandingAsync(RefundDeskClient desk) =>
        (await desk.Manager.GetAsync(desk.Campaign)).Expect(HttpStatusCode.OK)["totals.advanceOutstanding"];
}

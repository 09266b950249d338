using System.Net;

namespace CivicPlatform.Funds.Tests.MaintenanceFund;

/// <summary>FUND-10 through the public entry: exactly 30 % is not below 30 %.</summary>
public sealed class RenewalTests(FundsHost funds)
{
    private const string Shanghai = "310106009901";

    [Fact, Trait("rule", "FUND-10"), Trait("vector", "F-01")]
    public async Task below_thirty_percent_is_a_task_and_thirty_percent_is_none()
    {
        var flats = FundsHost.Flats(1, 2);
        var fund = await FundClient.OpenAsync(funds, flats, Shanghai);
        (await fund.OpenBalancesAsync("W-1", (flats[0], "6000.00", "1800.00"), (flats[1], "6000.00", "1799.99")))
            .Expect(HttpStatusCode.Created);

        var task = Assert.Single(await TasksAsync(fund, "OPEN"));
        Assert.Equal((flats[1].UnitId, "1200.01"), (task.GetProperty("unitId").GetGuid(),
            task.GetProperty("fallbackAmount").GetString()));
        Assert.Equal("OPEN", task.GetProperty("status").GetString());
        Assert.True(task.GetProperty("payBy").GetDateTime() > task.GetProperty("decideBy").GetDateTime());
        Assert.Equal(1, await ToldAsync(fund));

        (await fund.PostAsync("deposits", new
        {
            kind = "RENEWAL_DEPOSIT", bankSerial = "W-2", bookedAt = "2026-04-02 10:00:00", note = "续交",
            lines = new[] { FundClient.Line(flats[1], "0.01") },
        })).Expect(HttpStatusCode.Created);
        Assert.Empty(await TasksAsync(fund, "OPEN"));
        Assert.Single(await TasksAsync(fund, "CLOSED"));
        Assert.Equal(1, await ToldAsync(fund)); // Nothing newly due, nothing told.
    }

    [Fact, Trait("rule", "FUND-10")]
    public async Task a_place_without_a_fallback_names_no_amount()
    {
        var flats = FundsHost.Flats(1, 1);
        var fund = await FundClient.OpenAsync(funds, flats);
        (await fund.OpenBalancesAsync("W-1", (flats[0], "6000.00", "0.00"))).ExpectProblem(
            HttpStatusCode.BadRequest, "request.invalid"); // A bank line of nothing is none.
        (await fund.OpenBalancesAsync("W-1", (flats[0], "6000.00", "0.01"))).Expect(HttpStatusCode.Created);
        var task = Assert.Single(await TasksAsync(fund, "OPEN"));
        Assert.False(task.TryGetProperty("fallbackAmount", out _));
    }

    private static async Task<IReadOnlyList<System.Text.Json.JsonElement>> TasksAsync(FundClient fund, string status) =>
        [.. (await fund.GetAsync($"renewals?status={status}")).Expect(HttpStatusCode.OK).Json.GetProperty("items")
            .EnumerateArray()];

    private Task<long> ToldAsync(FundClient fund) => funds.Host.QueryAsync<long>(
        $"select count(*) from test_told where type like '%.RenewalDue' " +
        $"and payload->>'aggregateId' = '{fund.Account}'");
}

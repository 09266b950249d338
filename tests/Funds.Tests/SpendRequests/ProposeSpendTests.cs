using System.Net;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.SpendRequests;

/// <summary>The roof leak of story 004: who asks, what is refused, and who shares.</summary>
public sealed class ProposeSpendTests(FundsHost funds)
{
    [Fact, Trait("rule", "FUND-12"), Trait("story", "004-9")]
    public async Task owners_ask_for_their_roof_where_there_is_no_property_company()
    {
        var office = await SpendOffice.OpenAsync(funds);

        var proposed = (await office.As("community-worker").PostAsync("/api/v1/spend-requests", office.Roof()))
            .Expect(HttpStatusCode.Created);

        Assert.Equal(("28600.00", "PROPOSED", "ENTRANCE", "SH"), (proposed["budget"], proposed["status"],
            proposed["scope.kind"], proposed["policyProfile"]));
        var read = (await office.Manager.GetAsync($"/api/v1/spend-requests/{proposed.Id}")).Expect(HttpStatusCode.OK);
        Assert.Equal(proposed.Text, read.Text);
        var moves = (await office.Manager.GetAsync($"/api/v1/spend-requests/{proposed.Id}/moves")).Json
            .GetProperty("items");
        var first = Assert.Single(moves.EnumerateArray());
        Assert.Equal(("PROPOSE", "PROPOSED", "u-1", $"{office.Today:yyyy-MM-dd}"),
            ($"{first.GetProperty("step")}", $"{first.GetProperty("to")}", $"{first.GetProperty("actor")}",
                $"{first.GetProperty("civilOn")}"));
        (await office.Manager.PostAsync("/api/v1/spend-requests", office.Roof(("hasPropertyCompany", true))))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_requests.company_proposes");
    }

    [Theory, Trait("rule", "FUND-03")]
    [InlineData("liability", "DEVELOPER", "developer_liable", "FUND-20")]
    [InlineData("liability", "UTILITY", "utility_liable", "FUND-20")]
    [InlineData("liability", "MAN_MADE", "man_made_damage", "FUND-20")]
    [InlineData("liability", "SERVICE_CONTRACT", "service_contract_covers", "FUND-20")]
    [InlineData("partCode", "EXCLUSIVE_WINDOW", "exclusive_part", "FUND-03")]
    [InlineData("warrantyEndsOn", "2999-12-31", "developer_liable", "FUND-02")] // 004-17
    [InlineData("warrantyEndsOn", null, "warranty_unproved", "FUND-02")]
    [InlineData("proposer", "PROPERTY_COMPANY", "no_company", "FUND-12")]
    public async Task what_the_fund_must_not_pay_is_refused_with_rule_and_article(
        string field, string? value, string code, string rule)
    {
        var office = await SpendOffice.OpenAsync(funds);
        var refused = (await office.Manager.PostAsync("/api/v1/spend-requests", office.Roof((field, value))))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, $"spend_requests.{code}");
        Assert.Equal(rule, refused.Rule);
        Assert.Contains("《住宅专项维修资金管理办法》", refused["detail"], StringComparison.Ordinal);
        var list = (await office.Manager.GetAsync("/api/v1/spend-requests")).Json.GetProperty("items");
        Assert.Empty(list.EnumerateArray());
    }

    [Fact, Trait("rule", "FUND-16"), Trait("story", "004-11")]
    public async Task no_floor_can_be_left_out_of_the_split()
    {
        var office = await SpendOffice.OpenAsync(funds);
        foreach (var scope in (object[])[
            new { kind = "ENTRANCE", building = "1", entrance = "1", excludedFloors = new[] { 1 } },
            new { kind = "ENTRANCE", building = "1", entrance = "1", room = "101" },
            new { kind = "ENTRANCE", building = "1" },
            new { kind = "AREA", building = "1" },
            new { kind = "CUSTOM" }])
        {
            (await office.Manager.PostAsync("/api/v1/spend-requests", office.Roof(("scope", scope))))
                .Expect(HttpStatusCode.BadRequest);
        }
        (await office.Manager.PostAsync("/api/v1/spend-requests", office.Roof(
            ("scope", new { kind = "ENTRANCE", building = "1", entrance = "9" }))))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_requests.scope_empty");

        var shares = await SharesAsync(office.Manager, await office.ProposeAsync());
        // Ground floor and top floor alike; nobody of entrance 2.
        Assert.Equal([("101", "4782.55"), ("102", "4782.55"), ("201", "5469.52"), ("202", "5469.52"),
            ("301", "4047.93"), ("302", "4047.93")], shares);
    }

    [Fact, Trait("rule", "FUND-14")]
    public async Task an_agreement_must_weigh_every_household_of_the_scope_once()
    {
        var office = await SpendOffice.OpenAsync(funds);
        var six = office.Units.Take(6)
            .Select((u, i) => new { unitId = u.UnitId, weight = i == 0 ? "0" : "1.5" }).ToList();
        object Agreed(IEnumerable<object> weights) => new { documentHash = SpendOffice.Paper, weights };

        foreach (var wrong in (IEnumerable<object>[])[six.Take(5),
            [.. six.Take(5), new { unitId = office.Units[6].UnitId, weight = "1" }],
            [.. six, new { unitId = office.Units[6].UnitId, weight = "1" }]])
        {
            (await office.Manager.PostAsync("/api/v1/spend-requests", office.Roof(("agreement", Agreed(wrong)))))
                .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_requests.weights_differ");
        }
        (await office.Manager.PostAsync("/api/v1/spend-requests", office.Roof(
            ("agreement", Agreed([.. six, six[0]]))))).Expect(HttpStatusCode.BadRequest);

        var shares = await SharesAsync(office.Manager, await office.ProposeAsync(("agreement", Agreed(six))));
        Assert.Equal(["0.00", "5720.00", "5720.00", "5720.00", "5720.00", "5720.00"], shares.Select(s => s.Amount));
    }

    [Fact, Trait("rule", "PRIV-11")]
    public async Task an_owner_sees_his_own_share_only_and_each_look_is_kept()
    {
        var office = await SpendOffice.OpenAsync(funds);
        var request = await office.ProposeAsync();
        var subject = $"owner-{Guid.NewGuid():N}";
        await funds.Host.PublishAsync(new OwnerAccountLinked
        {
            AggregateId = office.Estate, AggregateVersion = 1, OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = await funds.Host.QueryAsync<string>(
                $"select street_code from estates where estate_id = '{office.Estate}'"),
            Subject = subject, OwnerRef = "P3",
        });
        await Eventually.Async(async () => Assert.Equal([("201", "5469.52")],
            await SharesAsync(office.As("owner", subject), request)));
        Assert.Empty(await SharesAsync(office.As("owner", "owner-of-nothing"), request));
        (await office.As("owner", subject).GetAsync($"/api/v1/spend-requests/{request}"))
            .Expect(HttpStatusCode.Forbidden);
        Assert.True(await funds.Host.QueryAsync<long>("select count(*) from platform.audit where actor = " +
            $"'{subject}' and subject_id = '{request}' and detail = 'shares=OWN'") >= 1);
        var other = await SpendOffice.OpenAsync(funds);
        (await other.Manager.GetAsync($"/api/v1/spend-requests/{request}/shares"))
            .ExpectProblem(HttpStatusCode.NotFound, "spend_requests.not_found");
    }

    [Fact]
    public async Task shares_come_in_pages_in_the_order_of_the_rooms()
    {
        var office = await SpendOffice.OpenAsync(funds);
        var path = $"/api/v1/spend-requests/{await office.ProposeAsync()}/shares?limit=4";
        var first = (await office.Manager.GetAsync(path)).Expect(HttpStatusCode.OK);
        var second = (await office.Manager.GetAsync($"{path}&after={first["next"]}")).Expect(HttpStatusCode.OK);
        Assert.Equal(["101", "102", "201", "202", "301", "302"], Rooms(first).Concat(Rooms(second)));
        Assert.Equal(("28600.00", "6", "False"), (first["total"], first["units"], first["final"]));
        Assert.Contains("各户之和等于总额", first["remainderRule"], StringComparison.Ordinal);
        (await office.Manager.GetAsync($"{path}&after=zz")).Expect(HttpStatusCode.BadRequest);
    }

    private static IEnumerable<string> Rooms(Answer page) =>
        page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("room").GetString()!);

    private static async Task<List<(string Room, string Amount)>> SharesAsync(ApiClient client, Guid request) =>
        [.. (await client.GetAsync($"/api/v1/spend-requests/{request}/shares")).Expect(HttpStatusCode.OK).Json
            .GetProperty("items").EnumerateArray()
            .Select(s => (s.GetProperty("room").GetString()!, s.GetProperty("amount").GetString()!))];
}

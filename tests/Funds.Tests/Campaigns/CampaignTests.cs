using System.Net;
using CivicPlatform.Contracts.Cases;
using CivicPlatform.Testing;
using Npgsql;

namespace CivicPlatform.Funds.Tests.Campaigns;

/// <summary>A campaign from its draft to its end.</summary>
public sealed class CampaignTests(FundsHost funds)
{
    [Fact, Trait("rule", "RAISE-01")]
    public async Task cannot_open_without_an_effective_decision_of_its_own_estate()
    {
        var (estate, decision) = await funds.RegisterAsync(FundsHost.Flats(1, 2));
        var (_, others) = await funds.RegisterAsync(FundsHost.Flats(1, 2));
        var account = await funds.OpenAccountAsync(estate);
        var draft = (await funds.Manager.PostAsync("/api/v1/campaigns",
            new { estateId = estate, accountId = account, title = "电梯大修", unitPrice = "17.93" }))
            .Expect(HttpStatusCode.Created);
        var open = $"/api/v1/campaigns/{draft.Id}/open";

        Assert.Equal("RAISE-01", (await funds.Manager.PostAsync(open, new { }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "campaigns.no_effective_decision").Rule);
        (await funds.Manager.PostAsync(open, new { decisionId = Guid.NewGuid() }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "campaigns.no_effective_decision");
        (await funds.Manager.PostAsync(open, new { decisionId = others }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "campaigns.decision_of_other_estate");
        (await funds.Host.Anonymous().GetAsync($"/api/v1/disclosures/{draft.Id}")).Expect(HttpStatusCode.NotFound);

        (await funds.Manager.PostAsync(open, new { decisionId = decision })).Expect(HttpStatusCode.OK);
        (await funds.Manager.PostAsync(open, new { decisionId = decision }))
            .ExpectProblem(HttpStatusCode.Conflict, "campaigns.not_draft");
    }

    [Fact, Trait("rule", "RAISE-02")]
    public async Task bills_round_by_household_and_the_developer_pays_for_what_he_still_holds()
    {
        var flats = FundsHost.Flats(1, 3, area: 75.60m);
        flats = [flats[0], flats[1], flats[2] with { SaleStatus = "SOLD_NOT_DELIVERED" }];
        var opened = await funds.OpenAsync(flats);
        var campaign = await funds.Manager.GetAsync($"/api/v1/campaigns/{opened.Campaign}");
        Assert.Equal("4066.53", campaign["totals.receivable"]);
        var bills = await funds.Manager.GetAsync($"/api/v1/campaigns/{opened.Campaign}/bills?limit=2");
        Assert.Equal(2, bills.Json.GetProperty("items").GetArrayLength());
        var rest = await funds.Manager.GetAsync(
            $"/api/v1/campaigns/{opened.Campaign}/bills?limit=2&after={bills["next"]}");
        Assert.Equal("DEVELOPER", bills.Json.GetProperty("items").EnumerateArray()
            .Concat(rest.Json.GetProperty("items").EnumerateArray())
            .Single(b => b.GetProperty("room").GetString() == flats[2].Room
                && b.GetProperty("entrance").GetString() == flats[2].Entrance).GetProperty("debtor").GetString());
    }

    [Fact, Trait("rule", "RAISE-06")]
    public async Task advance_repayment_and_payments_balance_and_close_only_with_the_banks_own_balance()
    {
        var flats = FundsHost.Flats(2, 60);
        var opened = await funds.OpenAsync(flats);
        var campaign = $"/api/v1/campaigns/{opened.Campaign}";
        var advance = (await funds.Manager.PostAsync($"{campaign}/advances",
            new { company = "某物业公司", amount = "100000.01" })).Expect(HttpStatusCode.Created);
        Assert.Equal("50000.01", advance.Json.GetProperty("parts")[0].GetProperty("amount").ToString());
        await funds.AssertBalancedAsync(opened.Account);

        // 50 households of building 1 pay 80,685.00; 30,000.00 are reserved for the contractor.
        var lines = flats.Where(f => f.Building == "1").Take(50)
            .Select((f, i) => $"B-{i},2023-06-12 09:13:00,1613.70,业主,{FundsHost.Code(f)}");
        (await funds.ImportAsync(opened.Account, FundsHost.Csv([.. lines, "B-X,2023-06-12 10:00:00,500.00,佚名,电梯"])))
            .Expect(HttpStatusCode.Created);
        (await funds.Manager.PostAsync($"{campaign}/instalments",
            new { building = "1", amount = "30685.01", dueOn = "2023-07-01" })).Expect(HttpStatusCode.Created);
        Assert.Equal("RAISE-06", (await RepayAsync("1", "50000.00", "R-1"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spending.beyond_available").Rule);
        var paid = (await funds.Manager.PostAsync($"{campaign}/spendings", new
        {
            building = "1", amount = "30000.00", payee = "某电梯公司", purpose = "首付款", bankSerial = "W-1",
            bookedAt = "2023-07-01 10:00:00",
        })).Expect(HttpStatusCode.Created);
        Assert.Equal("49999.99", paid["available"]);
        var repaid = (await RepayAsync("1", "49900.00", "R-1")).Expect(HttpStatusCode.Created);
        Assert.Equal("50100.01", repaid["campaignOutstanding"]);
        (await RepayAsync("2", "1.00", "R-2"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spending.beyond_available");
        (await RepayAsync("1", "10.00", "W-1")).ExpectProblem(HttpStatusCode.Conflict, "spending.bank_serial_taken");
        await funds.AssertBalancedAsync(opened.Account);

        // The bank tells the outflow as well: it was booked before.
        var told = await funds.ImportAsync(
            opened.Account, FundsHost.Csv("W-1,2023-07-01 10:00:00,-30000.00,某电梯公司,首付款"));
        Assert.Equal("1", told.Expect(HttpStatusCode.Created)["duplicates"]);

        var close = (string balance) => funds.Manager.PostAsync($"{campaign}/close", new { bankBalance = balance });
        Assert.Equal("002-16", (await close("1285.01"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "campaigns.does_not_balance").Rule);
        Assert.Equal("0.00", (await close("1285.00")).Expect(HttpStatusCode.OK)["difference"]);
        (await RepayAsync("1", "1.00", "R-3")).ExpectProblem(HttpStatusCode.Conflict, "spending.campaign_not_open");

        Task<Answer> RepayAsync(string building, string amount, string serial) => funds.Manager.PostAsync(
            $"{campaign}/repayments", new { building, amount, bankSerial = serial, bookedAt = "2023-07-02 10:00:00" });
    }

    [Fact]
    public async Task a_person_assigns_what_nobody_could_place_and_it_may_cross_the_trigger()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        (await funds.PayAsync(opened.Account, "S-1", "1613.70", "电梯")).Expect(HttpStatusCode.Created);
        var waiting = await funds.Manager.GetAsync($"/api/v1/suspense-lines?accountId={opened.Account}&status=OPEN");
        var assign = $"/api/v1/suspense-lines/{waiting.Json.GetProperty("items")[0].GetProperty("id")}/assign";

        (await funds.Manager.PostAsync(assign, new { building = "1", entrance = "1", room = "999", reason = "来电" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "suspense.household_unknown");
        var assigned = await funds.Manager.PostAsync(assign,
            new { building = "1", entrance = "1", room = "101", reason = "住户来电确认" });
        Assert.Equal("MATCHED", assigned.Expect(HttpStatusCode.OK)["outcome"]);
        (await funds.Manager.PostAsync(assign, new { building = "1", entrance = "1", room = "101", reason = "再次" }))
            .ExpectProblem(HttpStatusCode.Conflict, "suspense.already_assigned");
        Assert.Equal(1, await funds.ToldAsync("CampaignThresholdReached", opened.Campaign, "1"));
        await funds.AssertBalancedAsync(opened.Account);
    }

    [Fact, Trait("rule", "002-9")]
    public async Task an_owner_sees_rooms_of_his_own_building_and_only_paid_or_unpaid()
    {
        var flats = FundsHost.Flats(5, 6);
        var opened = await funds.OpenAsync(flats);
        var (four, five) = ($"u4-{opened.Estate}", $"u5-{opened.Estate}");
        await funds.LinkAsync(opened.Estate, four, flats.First(f => f.Building == "4").OwnerRefs[0]);
        await funds.LinkAsync(opened.Estate, five, flats.First(f => f.Building == "5").OwnerRefs[0]);
        (await funds.PayAsync(opened.Account, "S-1", "1613.70", "4-1-101")).Expect(HttpStatusCode.Created);
        var path = $"/api/v1/campaigns/{opened.Campaign}/buildings/4/households";

        var seen = (await funds.Host.As("owner", FundsHost.Community, four).GetAsync(path)).Expect(HttpStatusCode.OK);
        var first = seen.Json.GetProperty("items")[0];
        Assert.Equal(["entrance", "room", "paid"], first.EnumerateObject().Select(p => p.Name));
        Assert.True(first.GetProperty("paid").GetBoolean());
        (await funds.Host.As("owner", FundsHost.Community, five).GetAsync(path))
            .ExpectProblem(HttpStatusCode.Forbidden, "campaigns.not_your_building");
        (await funds.Host.Anonymous().GetAsync(path)).Expect(HttpStatusCode.Unauthorized);
        (await funds.Host.As("owner", "110114010001", four).GetAsync(path)).Expect(HttpStatusCode.NotFound);

        var mine = await funds.Host.As("owner", FundsHost.Community, four)
            .GetAsync($"/api/v1/campaigns/{opened.Campaign}/bills/mine");
        Assert.Equal(("PAID", "1613.70"), (mine.Json.GetProperty("items")[0].GetProperty("status").ToString(),
            mine.Json.GetProperty("items")[0].GetProperty("amount").ToString()));
    }

    [Fact, Trait("rule", "RAISE-10")]
    public async Task the_public_page_shows_totals_lifts_and_the_day_and_a_correction_is_a_new_version()
    {
        var small = FundsHost.Flats(3, 3).Where(f => f.Building == "3");
        var opened = await funds.OpenAsync([.. FundsHost.Flats(2, 6), .. small]);
        await OpenWorksAsync(opened.Estate);
        (await funds.PayAsync(opened.Account, "S-1", "1613.70", "1-1-101")).Expect(HttpStatusCode.Created);
        var snapshots = $"/api/v1/campaigns/{opened.Campaign}/snapshots";
        var closed = (await funds.Manager.PostAsync(snapshots, new { })).Expect(HttpStatusCode.OK);
        Assert.Equal(closed.Body, (await funds.Manager.PostAsync(snapshots, new { })).Expect(HttpStatusCode.OK).Body);
        Assert.Equal(3L, await PagesAsync(opened.Campaign));

        (await funds.PayAsync(opened.Account, "S-2", "1613.70", "1-2-101")).Expect(HttpStatusCode.Created);
        var url = $"/api/v1/disclosures/{opened.Campaign}";
        var page = (await funds.Host.Anonymous().GetAsync(url)).Expect(HttpStatusCode.OK);
        Assert.Equal(("1613.70", "1", closed["day"]),
            (page["totals.collected"], page["totals.householdsPaid"], page["day"]));
        var buildings = page.Json.GetProperty("buildings").EnumerateArray().ToArray();
        Assert.Equal("IN_SERVICE", buildings[0].GetProperty("lifts")[0].GetProperty("state").GetString());
        // Building 3 has three households; building 1 or 2 goes with it, or the totals would tell.
        Assert.Equal(2, buildings.Count(b => b.GetProperty("withheld").GetBoolean()));
        // The hash of a page with few possible figures would tell them to whoever tries them all.
        Assert.All(buildings, b => Assert.NotEqual(
            b.GetProperty("withheld").GetBoolean(), b.TryGetProperty("hash", out _)));

        var reason = new { building = "1", reason = "漏记一笔" };
        (await funds.Manager.PostAsync(snapshots, reason)).Expect(HttpStatusCode.OK);
        Assert.Equal(4L, await PagesAsync(opened.Campaign));
        var text = (await funds.Host.Anonymous().GetAsync($"{url}?format=text")).Text;
        Assert.Contains("已收 3227.40 元", text, StringComparison.Ordinal);
        Assert.DoesNotContain("101", text, StringComparison.Ordinal);
        var csv = await funds.Host.Anonymous().GetAsync(url, ("Accept", "text/csv"));
        Assert.Equal("text/csv", csv.MediaType);
        Assert.Equal(304, (int)(await funds.Host.Anonymous().GetAsync(
            url, ("Accept", "text/csv"), ("If-None-Match", csv.ETag!))).Status);
    }

    // Behind the lease and the book's lock stands the key, for a scheduler that passed both.
    [Fact, Trait("rule", "RAISE-10")]
    public async Task a_daily_page_cannot_exist_twice()
    {
        var opened = await funds.OpenAsync([.. FundsHost.Flats(1, 3)]);
        var snapshots = $"/api/v1/campaigns/{opened.Campaign}/snapshots";
        (await funds.Manager.PostAsync(snapshots, new { })).Expect(HttpStatusCode.OK);
        var twin = await Assert.ThrowsAsync<PostgresException>(() => funds.Host.QueryAsync<Guid>(
            "insert into snapshots (id, campaign_id, building, day, version, content, previous_hash, hash) " +
            "select gen_random_uuid(), campaign_id, building, day, version, content, previous_hash, hash " +
            $"from snapshots where campaign_id = '{opened.Campaign}' returning id"));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, twin.SqlState);
        Assert.Equal(1L, await PagesAsync(opened.Campaign));
    }

    private Task<long> PagesAsync(Guid campaign) =>
        funds.Host.QueryAsync<long>($"select count(*) from snapshots where campaign_id = '{campaign}'");

    /// <summary>The step arrives before the project, as it may.</summary>
    private async Task OpenWorksAsync(Guid estate)
    {
        var (project, lift) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await funds.Host.PublishAsync(new ProjectStepChanged
        {
            AggregateId = project, AggregateVersion = 2, OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = FundsHost.Street, EstateId = estate, LiftId = lift, Building = "1", LiftNo = "1",
            StepCode = "HAND_OVER", LiftState = "IN_SERVICE",
        });
        await Eventually.Async(async () => Assert.Equal("IN_SERVICE",
            await funds.Host.QueryAsync<string>($"select max(state) from lifts where lift_id = '{lift}'")));
        await funds.Host.PublishAsync(new WorksProjectOpened
        {
            AggregateId = project, AggregateVersion = 1, OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = FundsHost.Street, EstateId = estate, TemplateCode = "LIFT_OVERHAUL",
            Lifts =
            [
                new ProjectLift(lift, "1", "1", "OUT_OF_SERVICE"),
                new ProjectLift(Guid.CreateVersion7(), "1", "2", "OUT_OF_SERVICE"),
            ],
        });
        await Eventually.Async(async () => Assert.Equal(2L,
            await funds.Host.QueryAsync<long>($"select count(*) from lifts where project_id = '{project}'")));
    }
}

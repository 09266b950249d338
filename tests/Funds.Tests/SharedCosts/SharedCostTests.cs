using System.Net;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Funds.Tests.CostAgreements;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.SharedCosts;

/// <summary>003-12: one pipe cost of 90,000.00 over buildings 30, 16 and 49, booked once.</summary>
public sealed class SharedCostTests(FundsHost funds)
{
    private static readonly string[] s_buildings = ["30", "16", "49"];
    private readonly Guid[] _projects = [Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()];

    private ApiClient Approver => funds.Host.As("fund-approver", FundsHost.Street, "approver-1");

    [Fact, Trait("rule", "LIFT-05")]
    public async Task ninety_thousand_are_thirty_thousand_each_and_booked_once()
    {
        var opened = await CollectedAsync("40000.00");
        var cost = (await ProposeAsync(opened, "90000.00")).Expect(HttpStatusCode.Created);
        Assert.Equal(["16 30000.00", "30 30000.00", "49 30000.00"], Shares(cost));
        var path = $"/api/v1/shared-costs/{cost.Id}";

        (await PayAsync(path, 0, "S1")).ExpectProblem(HttpStatusCode.Conflict, "shared_costs.wrong_status");
        (await funds.Host.As("fund-approver", FundsHost.Street).PostAsync($"{path}/approve", new { }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "shared_costs.same_person", "FUND-27");
        (await Approver.PostAsync($"{path}/approve", new { })).Expect(HttpStatusCode.OK);
        (await ProposeAsync(opened, "90000.00"))
            .ExpectProblem(HttpStatusCode.Conflict, "shared_costs.invoice_taken", "LIFT-05");
        var key = Guid.NewGuid().ToString();
        var first = (await PayAsync(path, 0, "S1", key)).Expect(HttpStatusCode.OK);
        Assert.Equal(first.Text, (await PayAsync(path, 0, "S1", key)).Text);
        (await PayAsync(path, 0, "S9")).ExpectProblem(HttpStatusCode.Conflict, "shared_costs.paid_already", "LIFT-05");
        (await funds.Manager.PostAsync($"{path}/cancel", new { reason = "有误" }))
            .ExpectProblem(HttpStatusCode.Conflict, "shared_costs.part_paid", "LIFT-05");
        (await PayAsync(path, 1, "S1")).ExpectProblem(HttpStatusCode.Conflict, "spending.bank_serial_taken");
        Assert.Equal("60000.00", (await PayAsync(path, 1, "S2")).Expect(HttpStatusCode.OK)["paid"]);
        var paid = (await PayAsync(path, 2, "S3")).Expect(HttpStatusCode.OK);

        Assert.Equal(("PAID", "90000.00"), (paid["status"], paid["paid"]));
        await funds.AssertBalancedAsync(opened.Account);
        Assert.Equal("90000.00", await funds.Host.QueryAsync<string>(
            "select sum(debits - credits)::numeric(18, 2)::text from ledger_accounts where kind = 'WORKS' " +
            $"and book_id = '{opened.Account}'"));
        Assert.Equal(
            paid.Text, (await funds.Manager.GetAsync(path)).Expect(HttpStatusCode.OK).Text);
        Assert.Contains(cost.Id.ToString(),
            (await funds.Manager.GetAsync($"/api/v1/shared-costs?estateId={opened.Estate}")).Text);
    }

    [Fact, Trait("rule", "FUND-17")]
    public async Task the_cent_that_is_left_goes_to_somebody_and_nobody_pays_beyond_his_collection()
    {
        var opened = await CollectedAsync("33.33");
        var cost = (await ProposeAsync(opened, "100.00")).Expect(HttpStatusCode.Created);

        Assert.Equal(["16 33.34", "30 33.33", "49 33.33"], Shares(cost));
        var path = $"/api/v1/shared-costs/{cost.Id}";
        (await Approver.PostAsync($"{path}/approve", new { })).Expect(HttpStatusCode.OK);
        (await PayAsync(path, 1, "T1")) // Building 16 has a cent too little (RAISE-04).
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spending.beyond_available", "RAISE-04");
        (await PayAsync(path, 0, "T2")).Expect(HttpStatusCode.OK);
        await funds.AssertBalancedAsync(opened.Account);
    }

    [Fact, Trait("rule", "LIFT-05")]
    public async Task what_makes_no_sense_is_refused_and_a_cancelled_invoice_comes_again()
    {
        var opened = await CollectedAsync("1.00");
        var (other, third) = (await CollectedAsync("1.00"), Guid.CreateVersion7());

        var twice = Part(opened, 1) with { projectId = _projects[0] };
        (await ProposeAsync(opened, "90.00", parts: [Part(opened, 0), twice]))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "shared_costs.named_twice", "LIFT-05");
        (await ProposeAsync(opened, "90.00", parts: [Part(opened, 0), Part(other, 1)]))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "shared_costs.other_estate", "LIFT-05");
        (await ProposeAsync(opened, "0.02"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "shared_costs.too_small", "FUND-17");
        (await ProposeAsync(opened, "90.00", parts: [Part(opened, 0), Part(opened, 1) with { campaignId = third }]))
            .ExpectProblem(HttpStatusCode.NotFound, "campaigns.not_found");
        foreach (var parts in new PartBody[][]
        {
            [Part(opened, 0)], [Part(opened, 0), Part(opened, 1) with { weight = "0" }],
            [Part(opened, 0), Part(opened, 1) with { weight = "1.0000001" }],
        }) (await ProposeAsync(opened, "90.00", parts: parts)).Expect(HttpStatusCode.BadRequest);
        (await ProposeAsync(opened, "0.00")).Expect(HttpStatusCode.BadRequest);
        (await funds.Host.As("fund-manager", "310105001").GetAsync(
            $"/api/v1/shared-costs/{(await ProposeAsync(opened, "90.00")).Expect(HttpStatusCode.Created).Id}"))
            .ExpectProblem(HttpStatusCode.NotFound, "shared_costs.not_found");

        var listed = (await funds.Manager.GetAsync($"/api/v1/shared-costs?estateId={opened.Estate}")).Json
            .GetProperty("items")[0].GetProperty("id").GetGuid();
        (await funds.Manager.PostAsync($"/api/v1/shared-costs/{listed}/cancel", new { reason = "有误" }))
            .Expect(HttpStatusCode.OK);
        (await ProposeAsync(opened, "90.00")).Expect(HttpStatusCode.Created);
    }

    [Fact, Trait("rule", "LIFT-05")]
    public async Task a_share_is_what_the_owners_of_a_lift_signed_for_moved_pipes()
    {
        var office = await LiftOffice.OpenAsync(funds);
        var (_, campaign) = await office.CollectingAsync(office.Terms(null, null,
            ("costs", new { works = "700000.00", pipeRelocation = "30000.00", subsidy = "280000.00" })));
        var neighbour = (await office.Manager.PostAsync("/api/v1/campaigns", new
        {
            estateId = office.Estate, accountId = office.Account, title = "旧房修缮", unitPrice = "10.00",
            decisionId = await office.DecideAsync(d => d with { MatterCode = "M6", Scope = "AREA", Building = null }),
        })).Expect(HttpStatusCode.Created).Id;
        var propose = (string total) => office.Manager.PostAsync("/api/v1/shared-costs", Body(office.Estate, total,
        [
            new(_projects[0], campaign, "16", "1"), new(_projects[1], neighbour, "17", "2"),
        ]));

        (await propose("90000.03")).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "shared_costs.differs_from_agreement", "LIFT-05");
        (await office.Manager.PostAsync("/api/v1/shared-costs", Body(office.Estate, "90000.00",
        [
            new(_projects[0], neighbour, "16", "1"), new(_projects[1], neighbour, "17", "2"),
        ]))).ExpectProblem(HttpStatusCode.UnprocessableEntity, "shared_costs.other_collection", "LIFT-05");
        var cost = (await propose("90000.00")).Expect(HttpStatusCode.Created);
        Assert.Equal(["16 30000.00", "17 60000.00"], Shares(cost));
        (await office.Manager.PostAsync("/api/v1/shared-costs", Body(office.Estate, "90000.00",
        [
            new(_projects[0], campaign, "16", "1"), new(_projects[1], neighbour, "17", "2"),
        ], "2"))).ExpectProblem(HttpStatusCode.UnprocessableEntity, "shared_costs.charged_twice", "LIFT-05");
    }

    private static string[] Shares(Answer cost) =>
    [
        .. cost.Json.GetProperty("parts").EnumerateArray()
            .Select(p => $"{p.GetProperty("building").GetString()} {p.GetProperty("share").GetString()}"),
    ];

    private Task<Answer> PayAsync(string path, int index, string serial, string? key = null) =>
        funds.Manager.PostAsync($"{path}/payments", new
        {
            projectId = _projects[index], bankSerial = $"{path[^6..]}{serial}", bookedAt = "2023-09-20 10:15:00",
        }, key);

    private Task<Answer> ProposeAsync(Opened opened, string total, IReadOnlyList<PartBody>? parts = null) =>
        funds.Manager.PostAsync("/api/v1/shared-costs", Body(
            opened.Estate, total, parts ?? [Part(opened, 0), Part(opened, 1), Part(opened, 2)]));

    private PartBody Part(Opened opened, int index) => new(_projects[index], opened.Campaign, s_buildings[index], "1");

    private static object Body(
        Guid estate, string total, IReadOnlyList<PartBody> parts, string? invoice = null) => new
    {
        estateId = estate, repairProjectId = estate, contractor = "某市政工程公司",
        invoiceNumber = invoice ?? $"{estate:N}"[^8..],
        documentHash = new string('a', 64), total, parts,
    };

    /// <summary>An open collection of the three buildings, each of which has paid that much.</summary>
    private async Task<Opened> CollectedAsync(string each)
    {
        var flats = s_buildings.Select(b => new RegisteredUnit(
            Guid.CreateVersion7(), b, "1", "101", 1, 9_000.00m, "FLAT", "SOLD", [$"P{b}"])).ToArray();
        var opened = await funds.OpenAsync(flats);
        foreach (var flat in flats)
            Assert.Equal("MATCHED", (await funds.PayAsync(
                opened.Account, $"{opened.Account:N}"[^8..] + flat.Building, each, FundsHost.Code(flat)))["outcome"]);
        return opened;
    }

#pragma warning disable IDE1006 // As the body spells them.
    private sealed record PartBody(Guid projectId, Guid campaignId, string building, string weight);
#pragma warning restore IDE1006
}

using System.Net;
using CivicPlatform.Funds.Tests.CostAgreements;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.RestrictedGrants;

/// <summary>A foundation's money for the aged who live alone (RAISE-26, RAISE-27; 003-13).</summary>
public sealed class RestrictedGrantTests(FundsHost funds)
{
    private static readonly string s_paper = new('c', 64);

    [Fact, Trait("rule", "RAISE-27"), Trait("story", "003-13")]
    public async Task it_pays_the_share_of_a_72_year_old_who_lives_alone_and_the_rest_goes_back()
    {
        var office = await LiftOffice.OpenAsync(funds);
        var (agreement, campaign) = await office.CollectingAsync(office.Dropped());
        var grant = await ReceiveAsync(office);
        Assert.Equal("50000.00", await office.BalanceAsync("RESTRICTED_GRANT"));

        foreach (var (age, alone) in ((int, bool)[])[(69, true), (72, false), (30, false)])
        {
            (await ApplyAsync(office, grant, "401", "45000.00", age, alone)).ExpectProblem(
                HttpStatusCode.UnprocessableEntity, "restricted_grants.not_the_earmark", "RAISE-27");
        }
        (await ApplyAsync(office, grant, "401", "45000.01", 72, true)).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "restricted_grants.beyond_owed", "RAISE-27");
        (await ApplyAsync(office, grant, "602", "50000.01", 72, true)).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "restricted_grants.beyond_unused", "RAISE-27");
        (await ApplyAsync(office, grant, "201", "1.00", 72, true)).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "restricted_grants.no_bill", "RAISE-27");

        var applied = (await ApplyAsync(office, grant, "401", "45000.00", 72, true, "apply-401"))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(("45000.00", "5000.00"), (applied["applied"], applied["unused"]));
        Assert.Equal(applied.Text, (await ApplyAsync(office, grant, "401", "45000.00", 72, true, "apply-401")).Text);
        Assert.Equal(("50000.00", "45000.00", "5000.00"), (await office.BalanceAsync("BANK"),
            await office.BalanceAsync("COLLECTION"), await office.BalanceAsync("RESTRICTED_GRANT")));
        var read = (await office.Manager.GetAsync($"/api/v1/campaigns/{campaign}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("45000.00", "1"), (read["totals.collected"], read["totals.householdsPaid"]));
        Assert.Equal("True", (await office.FiguresAsync(agreement, "cardDue"))[4]);

        var serial = LiftOffice.Serial();
        (await ReturnAsync(office, grant, "5000.01", serial)).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "restricted_grants.beyond_unused", "RAISE-27");
        var returned = (await ReturnAsync(office, grant, "5000.00", serial)).Expect(HttpStatusCode.Created);
        Assert.Equal(("5000.00", "0.00"), (returned["returned"], returned["unused"]));
        Assert.Equal(("45000.00", "0.00", "0.00"), (await office.BalanceAsync("BANK"),
            await office.BalanceAsync("RESTRICTED_GRANT"), await office.BalanceAsync("SUSPENSE")));
        (await office.Manager.PostAsync($"/api/v1/campaigns/{campaign}/close", new { bankBalance = "45000.00" }))
            .Expect(HttpStatusCode.OK);
    }

    [Fact, Trait("rule", "RAISE-12"), Trait("rule", "RAISE-27")]
    public async Task what_a_foundation_paid_is_no_households_to_take_back()
    {
        var office = await LiftOffice.OpenAsync(funds);
        var (_, campaign) = await office.CollectingAsync(office.Dropped());
        var grant = await ReceiveAsync(office);
        (await ApplyAsync(office, grant, "401", "45000.00", 72, true)).Expect(HttpStatusCode.Created);
        var bill = (await office.Manager.GetAsync($"/api/v1/campaigns/{campaign}/bills")).Expect(HttpStatusCode.OK)
            .Json.GetProperty("items").EnumerateArray().Single(b => b.GetProperty("room").GetString() == "401");
        Assert.Equal("PAID", bill.GetProperty("status").GetString());
        (await office.Manager.PostAsync("/api/v1/refunds", new
        {
            billId = bill.GetProperty("id").GetGuid(), amount = "0.01", reason = "退",
        })).ExpectProblem(HttpStatusCode.UnprocessableEntity, "refunds.beyond_paid", "RAISE-12");
    }

    [Fact, Trait("rule", "PRIV-04")]
    public async Task age_and_household_are_looked_at_and_not_kept()
    {
        var office = await LiftOffice.OpenAsync(funds);
        await office.CollectingAsync(office.Dropped());
        var grant = await ReceiveAsync(office);
        (await ApplyAsync(office, grant, "401", "45000.00", 93, true)).Expect(HttpStatusCode.Created);

        Assert.Equal(0L, await funds.Host.QueryAsync<long>("select count(*) from information_schema.columns " +
            "where table_name = 'grant_uses' and (column_name like '%age%' or column_name like '%alone%')"));
        Assert.DoesNotContain("93", await funds.Host.QueryAsync<string>(
            $"select coalesce(min_age, 0) || foundation || project from restricted_grants where id = '{grant}'"),
            StringComparison.Ordinal);
        var uses = (await office.Manager.GetAsync($"/api/v1/restricted-grants/{grant}/uses"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items");
        Assert.Equal("APPLIED", Assert.Single(uses.EnumerateArray()).GetProperty("kind").GetString());
        (await office.As("community-worker").GetAsync($"/api/v1/restricted-grants/{grant}/uses"))
            .Expect(HttpStatusCode.Forbidden);
        Assert.Equal(0L, await funds.Host.QueryAsync<long>("select count(*) from test_told " +
            $"where payload->>'estateId' = '{office.Estate}' and (payload ? 'room' or payload ? 'unitId')"));
    }

    [Fact, Trait("rule", "RAISE-26")]
    public async Task a_grant_is_an_organisations_and_names_whom_it_is_for()
    {
        var office = await LiftOffice.OpenAsync(funds);
        await office.OpenAccountAsync();
        (await office.Manager.PostAsync("/api/v1/restricted-grants", Grant(office, code: "91350100M000100Y44")))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "restricted_grants.credit_code_invalid", "RAISE-26");
        (await office.Manager.PostAsync("/api/v1/restricted-grants", Grant(office, earmark: new { name = "所有人" })))
            .ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        (await funds.Host.As("fund-manager", "310107001").PostAsync("/api/v1/restricted-grants", Grant(office)))
            .ExpectProblem(HttpStatusCode.NotFound, "accounts.not_found");
        Assert.Equal("0.00", await office.BalanceAsync("RESTRICTED_GRANT"));
    }

    private static object Grant(
        LiftOffice office, string code = "91350100M000100Y43", object? earmark = null) => new
        {
            accountId = office.Account, foundation = "某慈善基金会", project = "暖梯计划", creditCode = code,
            agreementHash = s_paper, amount = "50000.00", bankSerial = LiftOffice.Serial(),
            bookedAt = "2026-10-08 09:15:00",
            restrictedTo = earmark ?? new { name = "高龄空巢", minAge = 70, livingAlone = true },
        };

    private static async Task<Guid> ReceiveAsync(LiftOffice office) =>
        (await office.Manager.PostAsync("/api/v1/restricted-grants", Grant(office))).Expect(HttpStatusCode.Created).Id;

    private static Task<Answer> ApplyAsync(
        LiftOffice office, Guid grant, string room, string amount, int age, bool alone, string? key = null) =>
        office.Manager.PostAsync($"/api/v1/restricted-grants/{grant}/applications", new
        {
            unitId = office.Flat(room).UnitId, amount, household = new { age, livesAlone = alone },
            evidenceHash = s_paper,
        }, key);

    private static Task<Answer> ReturnAsync(LiftOffice office, Guid grant, string amount, string serial) =>
        office.Manager.PostAsync($"/api/v1/restricted-grants/{grant}/returns",
            new { amount, bankSerial = serial, bookedAt = "2026-12-20 09:15:00" });
}

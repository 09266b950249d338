using System.Net;
using CivicPlatform.Funds.Tests.CostAgreements;

namespace CivicPlatform.Funds.Tests.LiftCollections;

/// <summary>Subsidy, its claim and its money; compensation within its cap (RAISE-21, RAISE-25; 003-9).</summary>
public sealed class LiftSupportTests(FundsHost funds)
{
    [Theory, Trait("rule", "RAISE-21"), Trait("story", "003-9")]
    [InlineData("600000.00", "360000.00", "240000.00")]
    [InlineData("700000.00", "420000.00", "280000.00")]
    [InlineData("700000.01", "420000.01", "280000.00")]
    public async Task shanghai_gives_by_its_rule_and_nobody_agrees_on_more(string works, string net, string subsidy)
    {
        var office = await LiftOffice.OpenAsync(funds);
        var agreement = await office.DraftedAsync(office.Terms(null, null, ("costs", new { works })));
        Assert.Equal(net, (await office.ReadAsync(agreement))["netCost"]);
        var version = (await office.Manager.GetAsync($"/api/v1/cost-agreements/{agreement}/versions"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items")[0].GetProperty("costs");
        Assert.Equal(subsidy, version.GetProperty("subsidy").GetString());
        (await office.ReviseAsync(agreement, office.Terms(null, null, ("costs", new { works, subsidy = "280000.01" }))))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "cost_agreements.subsidy_beyond_cap", "RAISE-21");
        (await office.ReviseAsync(agreement, office.Terms(null, null, ("costs", new { works, subsidy = "0.00" }))))
            .Expect(HttpStatusCode.Created);
    }

    [Fact, Trait("rule", "RAISE-25")]
    public async Task zhuhai_caps_the_compensation_at_thirty_percent()
    {
        var office = await LiftOffice.OpenAsync(funds, "440402");
        object Costs(string compensation) =>
            new { works = "650000.00", design = "30000.00", supervision = "20000.00", compensation };
        (await office.DraftAsync(office.Terms(null, null, ("costs", Costs("210000.01")))))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "cost_agreements.compensation_beyond_cap", "RAISE-25");
        var agreement = await office.DraftedAsync(office.Terms(null, null, ("costs", Costs("210000.00"))));
        Assert.Equal("910000.00", (await office.ReadAsync(agreement))["netCost"]);
    }

    [Fact, Trait("rule", "RAISE-21"), Trait("story", "003-9")]
    public async Task the_subsidy_is_claimed_after_registration_and_pays_the_contractor()
    {
        var office = await LiftOffice.OpenAsync(funds);
        var (agreement, campaign) = await office.CollectingAsync(office.Dropped());
        await office.PayAllAsync(agreement);
        object receipt = new
        {
            kind = "SUBSIDY", amount = "280000.00", bankSerial = LiftOffice.Serial(),
            bookedAt = "2026-12-02 09:15:00",
        };
        (await office.PostAsync(agreement, "support-receipts", receipt))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "lift_collections.not_claimed", "RAISE-21");
        foreach (var body in (object[])[new { }, new { registrationNumber = "梯11沪J00001(26)" },
            new { registeredOn = $"{office.Today:yyyy-MM-dd}" }, new
            {
                registrationNumber = "梯11沪J00001(26)", registeredOn = $"{office.Today.AddDays(2):yyyy-MM-dd}",
            }])
        {
            (await office.PostAsync(agreement, "subsidy-claims", body))
                .ExpectProblem(HttpStatusCode.UnprocessableEntity, "lift_collections.not_registered", "RAISE-21");
        }
        object registered = new
        {
            registrationNumber = "梯11沪J00001(26)", registeredOn = $"{office.Today:yyyy-MM-dd}",
        };
        var claim = (await office.PostAsync(agreement, "subsidy-claims", registered)).Expect(HttpStatusCode.Created);
        Assert.Equal("280000.00", claim["amount"]);
        (await office.PostAsync(agreement, "subsidy-claims", registered))
            .ExpectProblem(HttpStatusCode.Conflict, "lift_collections.already_claimed");

        object Works(string serial) => new
        {
            building = "16", payee = "某电梯公司", purpose = "工程款", amount = "700000.00", bankSerial = serial,
            bookedAt = "2026-12-03 10:00:00",
        };
        (await office.Manager.PostAsync($"/api/v1/campaigns/{campaign}/spendings", Works(LiftOffice.Serial())))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spending.beyond_available");
        var booked = (await office.PostAsync(agreement, "support-receipts", receipt)).Expect(HttpStatusCode.Created);
        Assert.Equal("0.00", booked["open"]);
        (await office.PostAsync(agreement, "support-receipts", new
        {
            kind = "SUBSIDY", amount = "0.01", bankSerial = LiftOffice.Serial(), bookedAt = "2026-12-02 09:15:00",
        })).ExpectProblem(HttpStatusCode.UnprocessableEntity, "lift_collections.beyond_support");
        Assert.Equal(("700000.00", "700000.00"),
            (await office.BalanceAsync("BANK"), await office.BalanceAsync("COLLECTION")));
        (await office.Manager.PostAsync($"/api/v1/campaigns/{campaign}/spendings", Works(LiftOffice.Serial())))
            .Expect(HttpStatusCode.Created);
        var closed = (await office.Manager.PostAsync(
            $"/api/v1/campaigns/{campaign}/close", new { bankBalance = "0.00" })).Expect(HttpStatusCode.OK);
        Assert.Equal(("700000.00", "700000.00"), (closed["receipts"], closed["paidToContractors"]));
        (await office.JoinAsync(agreement, "301", "28000.00"))
            .ExpectProblem(HttpStatusCode.Conflict, "lift_collections.not_collecting");
    }
}

using System.Net;
using CivicPlatform.Funds.CampaignTemplates;
using CivicPlatform.Funds.Tests.Refunds;
using CivicPlatform.Kernel;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Campaigns;

/// <summary>一键同款: rules of a closed campaign go to another estate, its people and money do not.</summary>
public sealed class CampaignTemplateTests(FundsHost funds)
{
    [Fact, Trait("rule", "RAISE-13")]
    public async Task a_closed_campaigns_rules_and_steps_are_copied_and_nothing_else()
    {
        var desk = await ClosedAsync();
        var template = (await desk.Manager.PostAsync($"{desk.Campaign}/templates", new { title = "电梯大修同款" }, "k-1"))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(template.Body, (await desk.Manager.PostAsync(
            $"{desk.Campaign}/templates", new { title = "电梯大修同款" }, "k-1")).Body);
        // 500.00 and 1,000.00 of 1,500.00: a third and two.
        Assert.Equal(["30:3333", "90:6667"], Steps(template.Json));
        Assert.Equal(("HOUSEHOLD_COUNT", "REFUND_PRO_RATA", "5"),
            (template["triggerRule"], template["surplusRule"], template["reminders.everyDays"]));
        foreach (var secret in (string[])["17.93", $"{desk.Opened.Estate}", $"{desk.Opened.Account}"])
            Assert.DoesNotContain(secret, template.Text, StringComparison.Ordinal);

        var (estate, _) = await funds.RegisterAsync(FundsHost.Flats(1, 2));
        var account = await funds.OpenAccountAsync(estate);
        var copy = (await CopyAsync(funds.Manager, template.Id, estate, account)).Expect(HttpStatusCode.Created);
        Assert.Equal(("DRAFT", "HOUSEHOLD_COUNT", "REFUND_PRO_RATA", "20.00", "5"),
            (copy["campaign.status"], copy["campaign.triggerRule"], copy["campaign.surplusRule"],
                copy["campaign.unitPrice"], copy["campaign.reminders.everyDays"]));
        Assert.False(copy.Json.GetProperty("campaign").TryGetProperty("decisionId", out _));
        var id = copy.Json.GetProperty("campaign").GetProperty("id").GetGuid();
        Assert.Equal("RAISE-01", (await funds.Manager.PostAsync($"/api/v1/campaigns/{id}/open", new { }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "campaigns.no_effective_decision").Rule);
        Assert.Equal(0L, await funds.Host.QueryAsync<long>(
            $"select (select count(*) from bills where campaign_id = '{id}') + " +
            $"(select count(*) from instalments where campaign_id = '{id}')"));
        (await CopyAsync(funds.Manager, template.Id, estate, desk.Opened.Account))
            .ExpectProblem(HttpStatusCode.NotFound, "accounts.not_found"); // The old estate's account stays its own.
    }

    [Fact, Trait("rule", "RAISE-13")]
    public async Task another_office_sees_what_is_shared_in_its_city_only()
    {
        var desk = await ClosedAsync();
        var kept = await MakeAsync(desk, shared: false);
        var shared = await MakeAsync(desk, shared: true);
        var sameCity = funds.Host.As("fund-manager", "110105001");
        var otherCity = funds.Host.As("fund-manager", "310106009");

        var seen = (await sameCity.GetAsync($"/api/v1/campaign-templates/{shared}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("True", "False"), (seen["shared"], seen["isOwn"]));
        (await sameCity.GetAsync($"/api/v1/campaign-templates/{kept}"))
            .ExpectProblem(HttpStatusCode.NotFound, "campaign_templates.not_found");
        (await otherCity.GetAsync($"/api/v1/campaign-templates/{shared}"))
            .ExpectProblem(HttpStatusCode.NotFound, "campaign_templates.not_found");
        var list = (await sameCity.GetAsync("/api/v1/campaign-templates?limit=200")).Expect(HttpStatusCode.OK);
        Assert.Contains($"{shared}", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{kept}", list.Text, StringComparison.Ordinal);
        (await CopyAsync(otherCity, shared, Guid.CreateVersion7(), Guid.CreateVersion7()))
            .ExpectProblem(HttpStatusCode.NotFound, "campaign_templates.not_found");
        (await CopyAsync(sameCity, shared, desk.Opened.Estate, desk.Opened.Account))
            .ExpectProblem(HttpStatusCode.NotFound, "accounts.not_found");
        (await funds.Host.As("owners-committee", FundsHost.Street).GetAsync("/api/v1/campaign-templates"))
            .Expect(HttpStatusCode.Forbidden);
    }

    [Fact, Trait("rule", "RAISE-13")]
    public async Task only_what_has_ended_is_a_model_for_others()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        (await funds.Manager.PostAsync($"/api/v1/campaigns/{opened.Campaign}/templates", new { title = "同款" }))
            .ExpectProblem(HttpStatusCode.Conflict, "campaign_templates.not_closed");
        (await funds.Manager.PostAsync($"/api/v1/campaigns/{opened.Campaign}/templates", new { title = " " }))
            .Expect(HttpStatusCode.BadRequest);
        (await funds.Host.As("fund-manager", "310106009").PostAsync(
            $"/api/v1/campaigns/{opened.Campaign}/templates", new { title = "同款" }))
            .ExpectProblem(HttpStatusCode.NotFound, "campaigns.not_found");
    }

    [Fact, Trait("rule", "FUND-17")]
    public void steps_are_days_and_shares_that_add_up()
    {
        var opened = new DateOnly(2023, 6, 10);
        Assert.Empty(TemplateSteps.Of(opened, []));
        var thirds = TemplateSteps.Of(
            opened, [.. Enumerable.Range(0, 3).Select(i => (opened.AddDays(i), new Money(1)))]);
        Assert.Equal([3334, 3333, 3333], thirds.Select(s => s.ShareBasisPoints));
        var early = TemplateSteps.Of(opened, [(opened.AddDays(-5), new Money(7)), (opened, new Money(3))]);
        Assert.Equal([new TemplateStep(0, 10_000)], early);
    }

    /// <summary>A small campaign with two instalments, over.</summary>
    private async Task<RefundDeskClient> ClosedAsync()
    {
        var flats = FundsHost.Flats(1, 2);
        var (estate, decision) = await funds.RegisterAsync(flats);
        var account = await funds.OpenAccountAsync(estate);
        var campaign = (await funds.Manager.PostAsync("/api/v1/campaigns", new
        {
            estateId = estate, accountId = account, title = "电梯大修", unitPrice = "17.93", decisionId = decision,
            triggerRule = "HOUSEHOLD_COUNT", surplusRule = "REFUND_PRO_RATA",
            reminders = new { everyDays = 5, quietFrom = "21:00:00", quietUntil = "08:00:00", messages = 2 },
        })).Expect(HttpStatusCode.Created).Id;
        (await funds.Manager.PostAsync($"/api/v1/campaigns/{campaign}/open", new { })).Expect(HttpStatusCode.OK);
        var desk = new RefundDeskClient(funds, new Opened(estate, account, campaign));
        var openedOn = await funds.Host.QueryAsync<DateOnly>(
            $"select opened_on from campaigns where id = '{campaign}'");
        foreach (var (days, amount) in new[] { (90, "1000.00"), (30, "500.00") })
        {
            (await desk.Manager.PostAsync($"{desk.Campaign}/instalments",
                new { building = "1", amount, dueOn = openedOn.AddDays(days) })).Expect(HttpStatusCode.Created);
        }

        await desk.PayAsync(flats);
        (await desk.Manager.PostAsync($"{desk.Campaign}/close", new { bankBalance = "3227.40" }))
            .Expect(HttpStatusCode.OK);
        return desk;
    }

    private static async Task<Guid> MakeAsync(RefundDeskClient desk, bool shared) =>
        (await desk.Manager.PostAsync($"{desk.Campaign}/templates", new { title = "同款", shared }))
            .Expect(HttpStatusCode.Created).Id;

    private static Task<Answer> CopyAsync(ApiClient manager, Guid template, Guid estateId, Guid accountId) =>
        manager.PostAsync($"/api/v1/campaign-templates/{template}/copies",
            new { estateId, accountId, title = "二小区电梯大修", unitPrice = "20.00" });

    private static IEnumerable<string> Steps(System.Text.Json.JsonElement template) =>
        template.GetProperty("steps").EnumerateArray()
            .Select(s => $"{s.GetProperty("afterDays")}:{s.GetProperty("shareBasisPoints")}");
}

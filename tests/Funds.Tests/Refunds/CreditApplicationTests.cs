using System.Net;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Refunds;

/// <summary>A credit pays another bill of the same household, inside the book (002-11).</summary>
public sealed class CreditApplicationTests(FundsHost funds)
{
    [Fact, Trait("scenario", "002-11"), Trait("rule", "RAISE-12")]
    public async Task a_credit_pays_another_flat_of_the_same_owners_and_nobody_elses()
    {
        var flats = FundsHost.Flats(1, 4).ToArray();
        flats[1] = flats[1] with { OwnerRefs = flats[0].OwnerRefs };
        var desk = new RefundDeskClient(funds, await funds.OpenAsync(flats));
        await desk.PayAsync(flats.Take(1), "1713.70");
        var (from, own, strange) = (await desk.BillAsync(flats[0]), await desk.BillAsync(flats[1]),
            await desk.BillAsync(flats[2]));

        Assert.Equal("RAISE-12", (await ApplyAsync(from, strange, "100.00")).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "credit_applications.other_household").Rule);
        (await ApplyAsync(from, own, "100.01")).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "credit_applications.beyond_credit");
        (await ApplyAsync(from, from, "1.00")).Expect(HttpStatusCode.BadRequest);
        var asked = (await desk.AskAsync(from, "40.00")).Expect(HttpStatusCode.Created);
        (await ApplyAsync(from, own, "60.01")).ExpectProblem( // 40.00 are promised.
            HttpStatusCode.UnprocessableEntity, "credit_applications.beyond_credit");
        var done = (await ApplyAsync(from, own, "60.00", "k-1")).Expect(HttpStatusCode.Created);
        Assert.Equal(("40.00", "1553.70"), (done["credit"], done["owed"]));
        Assert.Equal(done.Body, (await ApplyAsync(from, own, "60.00", "k-1")).Body);

        Assert.Equal(("1673.70", "1"),
            (await desk.BuildingAsync("1", "collected"), await desk.BuildingAsync("1", "householdsPaid")));
        Assert.Equal((40m, 1673.70m, -1713.70m), (await desk.LedgerAsync("OWNER_CREDIT"),
            await desk.LedgerAsync("COLLECTION"), await desk.LedgerAsync("BANK")));
        (await desk.ApproveAsync(asked.Id)).Expect(HttpStatusCode.OK);
        await funds.AssertBalancedAsync(desk.Opened.Account);

        (await funds.Host.As("fund-manager", "110114010").PostAsync($"/api/v1/bills/{from}/credit-applications",
            new { toBillId = own, amount = "1.00", reason = "抵缴" }))
            .ExpectProblem(HttpStatusCode.NotFound, "bills.not_found");

        Task<Answer> ApplyAsync(Guid bill, Guid toBillId, string amount, string? key = null) =>
            desk.Manager.PostAsync($"/api/v1/bills/{bill}/credit-applications",
                new { toBillId, amount, reason = "业主要求抵缴" }, key);
    }

    [Fact, Trait("rule", "RAISE-03")]
    public async Task a_credit_of_a_closed_collection_pays_the_next_one_and_may_start_its_works()
    {
        var flats = FundsHost.Flats(1, 2);
        var desk = new RefundDeskClient(funds, await funds.OpenAsync(flats));
        await desk.PayAsync(flats, "3227.40"); // Twice the bill.
        var before = await desk.BillAsync(flats[0]);
        (await desk.Manager.PostAsync($"{desk.Campaign}/close", new { bankBalance = "6454.80" }))
            .Expect(HttpStatusCode.OK);
        (await desk.Manager.PostAsync($"/api/v1/bills/{before}/credit-applications",
            new { toBillId = Guid.CreateVersion7(), amount = "1.00", reason = "抵缴" }))
            .ExpectProblem(HttpStatusCode.NotFound, "bills.not_found");

        var decision = await funds.Host.QueryAsync<Guid>(
            $"select decision_id from campaigns where id = '{desk.Opened.Campaign}'");
        var draft = (await desk.Manager.PostAsync("/api/v1/campaigns", new
        {
            estateId = desk.Opened.Estate, accountId = desk.Opened.Account, title = "二期", unitPrice = "17.93",
            decisionId = decision,
        })).Expect(HttpStatusCode.Created);
        (await desk.Manager.PostAsync($"/api/v1/campaigns/{draft.Id}/open", new { })).Expect(HttpStatusCode.OK);
        var next = new RefundDeskClient(funds, desk.Opened with { Campaign = draft.Id });
        (await next.Manager.PostAsync($"/api/v1/bills/{before}/credit-applications",
            new { toBillId = await next.BillAsync(flats[0]), amount = "1613.70", reason = "抵缴" }))
            .Expect(HttpStatusCode.Created);

        Assert.Equal(("1613.70", "1"),
            (await next.BuildingAsync("1", "collected"), await next.BuildingAsync("1", "householdsPaid")));
        Assert.Equal(1, await funds.ToldAsync("CampaignThresholdReached", draft.Id, "1"));
        Assert.Equal("3227.40", await desk.BuildingAsync("1", "collected")); // The closed one stays as it was.
        await funds.AssertBalancedAsync(desk.Opened.Account);
    }
}

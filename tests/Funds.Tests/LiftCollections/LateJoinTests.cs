using System.Net;
using CivicPlatform.Funds.LiftCollections;
using CivicPlatform.Funds.Tests.CostAgreements;
using CivicPlatform.Kernel;

namespace CivicPlatform.Funds.Tests.LiftCollections;

/// <summary>Who did not pay joins later at his original share (RAISE-24; 003-10, R-14).</summary>
public sealed class LateJoinTests(FundsHost funds)
{
    [Fact, Trait("rule", "RAISE-24"), Trait("story", "003-10")]
    public async Task the_third_floor_joins_for_28_000_and_the_others_are_credited_pro_rata()
    {
        var office = await LiftOffice.OpenAsync(funds);
        var (agreement, campaign) = await office.CollectingAsync(office.Dropped());
        await office.PayAllAsync(agreement);
        // The statement told the money first: nobody owes it, so it waits.
        var serial = LiftOffice.Serial();
        Assert.Equal("SUSPENSE", (await office.PayAsync("301", "28000.00", serial))["outcome"]);

        (await office.JoinAsync(agreement, "301", "27999.99", serial))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "lift_collections.not_the_share", "RAISE-24");
        var joined = (await office.JoinAsync(agreement, "301", "28000.00", serial, "join-301"))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(("28000.00", "True", "CREDIT_PAYERS", "28000.00"),
            (joined["amount"], joined["cardDue"], joined["rule"], joined["credited"]));
        Assert.Equal(joined.Text, (await office.JoinAsync(agreement, "301", "28000.00", serial, "join-301")).Text);

        Assert.Equal("301 0.00, 302 2000.00, 401 3000.00, 402 3000.00, 501 4000.00, 502 4000.00, 601 5000.00, " +
            "602 7000.00", await office.BillsAsync(campaign, "credit"));
        Assert.Equal("301 28000.00, 302 28000.00, 401 42000.00, 402 42000.00, 501 56000.00, 502 56000.00, " +
            "601 70000.00, 602 98000.00", await office.BillsAsync(campaign, "amount"));
        var read = (await office.Manager.GetAsync($"/api/v1/campaigns/{campaign}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("420000.00", "420000.00", "8", "28000.00"), (read["totals.receivable"],
            read["totals.collected"], read["totals.householdsPaid"], read["credits"]));
        Assert.Equal(("448000.00", "420000.00", "28000.00", "0.00"), (await office.BalanceAsync("BANK"),
            await office.BalanceAsync("COLLECTION"), await office.BalanceAsync("OWNER_CREDIT"),
            await office.BalanceAsync("SUSPENSE")));
        Assert.Equal(["False", "False", "True"], (await office.FiguresAsync(agreement, "cardDue"))[..3]);
        Assert.Equal($"{office.Today:yyyy-MM-dd}", (await office.FiguresAsync(agreement, "joinedOn"))[2]);

        // A credit is money of the household: a refund takes it from there, and its bill stays paid.
        Assert.Equal("REFUNDED", (await office.PayAsync("302", "-2000.00", memo: "退款"))["outcome"]);
        Assert.Equal("26000.00", await office.BalanceAsync("OWNER_CREDIT"));
        (await office.JoinAsync(agreement, "301", "28000.00"))
            .ExpectProblem(HttpStatusCode.Conflict, "lift_collections.joined_already", "RAISE-24");
        (await office.JoinAsync(agreement, "302", "28000.00"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "lift_collections.pays_already", "RAISE-24");
    }

    [Fact, Trait("rule", "RAISE-24")]
    public async Task a_second_joiner_credits_the_first_and_who_has_not_paid_owes_less()
    {
        var office = await LiftOffice.OpenAsync(funds);
        var (agreement, campaign) = await office.CollectingAsync(office.Dropped());
        await office.PayAllAsync(agreement, but: "602");
        (await office.JoinAsync(agreement, "301", "28000.00")).Expect(HttpStatusCode.Created);
        Assert.Equal("21000.00", await office.BalanceAsync("OWNER_CREDIT"));

        var second = (await office.JoinAsync(agreement, "201", "14000.00")).Expect(HttpStatusCode.Created);

        // 14,000.00 over bills of 28,000 ×2, 42,000 ×2, 56,000 ×2, 70,000 and 98,000: a thirtieth each, to the fen.
        Assert.Equal("201 14000.00, 301 27066.67, 302 27066.67, 401 40600.00, 402 40600.00, 501 54133.33, " +
            "502 54133.33, 601 67666.67, 602 94733.33", await office.BillsAsync(campaign, "amount"));
        Assert.Equal("10733.33", second["credited"]); // All but the 3,266.67 that 602 need not pay.
        Assert.Equal(("325266.67", "31733.33", "357000.00"), (await office.BalanceAsync("COLLECTION"),
            await office.BalanceAsync("OWNER_CREDIT"), await office.BalanceAsync("BANK")));
        Assert.Equal("MATCHED", (await office.PayAsync("602", "94733.33"))["outcome"]);
        var read = (await office.Manager.GetAsync($"/api/v1/campaigns/{campaign}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("420000.00", "420000.00"), (read["totals.receivable"], read["totals.collected"]));
        Assert.Equal("420000.00", await office.BalanceAsync("COLLECTION"));
    }

    [Fact, Trait("rule", "RAISE-24")]
    public async Task by_agreement_a_late_payment_is_kept_for_the_lift()
    {
        var office = await LiftOffice.OpenAsync(funds);
        var (agreement, campaign) =
            await office.CollectingAsync(office.Dropped(("lateJoin", "KEEP_AS_RESERVE")));
        await office.PayAllAsync(agreement);

        var joined = (await office.JoinAsync(agreement, "301", "28000.00")).Expect(HttpStatusCode.Created);

        Assert.Equal(("KEEP_AS_RESERVE", "0.00"), (joined["rule"], joined["credited"]));
        Assert.Equal(("448000.00", "448000.00", "0.00"), (await office.BalanceAsync("BANK"),
            await office.BalanceAsync("COLLECTION"), await office.BalanceAsync("OWNER_CREDIT")));
        Assert.Contains("302 30000.00", await office.BillsAsync(campaign, "amount"), StringComparison.Ordinal);
    }

    [Fact, Trait("rule", "RAISE-24"), Trait("story", "R-14")]
    public async Task r_14_goes_over_32_payers_as_20_and_12()
    {
        var office = await LiftOffice.OpenAsync(funds, units: LiftOffice.Flats(Enumerable.Range(2, 11), 3));
        var (agreement, campaign) = await office.CollectingAsync(office.Terms(["301"], null,
            ("costs", new { works = "332541.00", subsidy = "0.00" }), ("method", "FLOOR_TABLE"),
            ("table", Enumerable.Range(2, 11).ToDictionary(floor => $"{floor}", _ => "1"))));

        (await office.JoinAsync(agreement, "301", "10077.00")).Expect(HttpStatusCode.Created);

        var parts = await funds.Host.QueryAsync<string>(
            "select string_agg(amount || ' ' || n, ', ' order by amount) from (select p.amount, count(*) as n " +
            "from late_join_parts p join late_joins j on j.id = p.join_id " +
            $"where j.agreement_id = '{agreement}' group by 1) as parts");
        Assert.Equal("314.90 12, 314.91 20", parts);
        Assert.Equal("332541.00", await funds.Host.QueryAsync<string>(
            $"select sum(amount)::text from bills where campaign_id = '{campaign}'"));
    }

    [Fact, Trait("rule", "RAISE-01")]
    public async Task collecting_rests_on_the_decision_about_this_lift_and_happens_once()
    {
        var office = await LiftOffice.OpenAsync(funds);
        var agreement = await office.DraftedAsync(office.Terms());
        await office.OpenAccountAsync();
        var decision = await office.DecideAsync();
        (await office.CollectAsync(agreement, decision))
            .ExpectProblem(HttpStatusCode.Conflict, "lift_collections.not_concluded", "RAISE-23");
        await office.SignAllAsync(agreement);
        (await office.ConcludeAsync(agreement)).Expect(HttpStatusCode.OK);
        (await office.JoinAsync(agreement, "301", "28000.00"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "lift_collections.pays_already");

        (await office.CollectAsync(agreement, Guid.CreateVersion7()))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "campaigns.no_effective_decision", "RAISE-01");
        foreach (var other in (Guid[])[await office.DecideAsync(d => d with { MatterCode = "M5" }),
            await office.DecideAsync(d => d with { Building = "15" }),
            await office.DecideAsync(d => d with { Scope = "ENTRANCE", Entrance = "2" })])
        {
            (await office.CollectAsync(agreement, other)).ExpectProblem(
                HttpStatusCode.UnprocessableEntity, "lift_collections.decision_of_other_place", "RAISE-01");
        }
        var campaign = (await office.CollectAsync(agreement, decision)).Expect(HttpStatusCode.Created);
        Assert.Equal(("OPEN", "NONE", $"{agreement}", "420000.00", "10"), (campaign["status"],
            campaign["triggerRule"], campaign["agreementId"], campaign["totals.receivable"],
            campaign["totals.households"]));
        (await office.CollectAsync(agreement, decision))
            .ExpectProblem(HttpStatusCode.Conflict, "lift_collections.already_collecting");
        (await office.Manager.PostAsync($"/api/v1/campaigns/{campaign.Id}/snapshots", new { }))
            .ExpectProblem(HttpStatusCode.Conflict, "disclosure.of_one_doorway", "PRIV-12");
        (await office.Manager.GetAsync($"/api/v1/disclosures/{campaign.Id}")).Expect(HttpStatusCode.NotFound);
        await office.PayAllAsync(agreement);
        Assert.Equal(0L, await funds.Host.QueryAsync<long>(
            $"select count(*) from thresholds where campaign_id = '{campaign.Id}'"));
    }

    [Fact, Trait("rule", "RAISE-24")]
    public void any_payment_over_any_bills_is_spread_to_the_fen_and_never_credits_what_was_not_paid()
    {
        var random = new Random(20261201);
        for (var round = 0; round < 2_000; round++)
        {
            ContributorBill[] bills = [.. Enumerable.Range(1, random.Next(1, 40)).Select(i =>
            {
                var amount = random.NextInt64(1, 200_000_00);
                return new ContributorBill(Guid.NewGuid(), $"16-1-{i}", new Money(amount),
                    new Money(random.Next(3) == 0 ? amount : random.NextInt64(0, amount + 1)));
            })];
            var payment = new Money(random.NextInt64(1, bills.Sum(b => b.Amount.Fen) + 1));
            var credits = LateCredits.Of(payment, bills).Value;
            Assert.Equal(payment.Fen, credits.Sum(c => c.Part.Fen));
            Assert.All(credits, c =>
            {
                var (amount, paid) = (c.Bill.Amount - c.Part, c.Bill.Paid - c.Credited);
                Assert.True(amount >= Money.Zero && paid >= Money.Zero && paid <= amount);
                Assert.True(c.Credited >= Money.Zero && c.Credited <= c.Part);
                Assert.True(c.Credited == Money.Zero || paid == amount);
            });
        }
    }
}

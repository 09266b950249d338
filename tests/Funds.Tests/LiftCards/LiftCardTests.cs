using System.Net;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Funds.Tests.Refunds;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.LiftCards;

/// <summary>Cards for who paid; none is taken away without the owners' effective decision (002-14).</summary>
public sealed class LiftCardTests(FundsHost funds)
{
    private static readonly string s_opinion = new('e', 64);

    [Fact, Trait("scenario", "002-14"), Trait("rule", "RAISE-09")]
    public async Task a_payer_gets_a_card_and_it_is_logged_by_building_without_its_number()
    {
        var flats = FundsHost.Flats(2, 2);
        var desk = new RefundDeskClient(funds, await funds.OpenAsync(flats));
        await desk.PayAsync(flats.Take(1));
        var (paid, owes) = (await desk.BillAsync(flats[0]), await desk.BillAsync(flats[2]));
        var card = (await IssueAsync(paid, "1", "PAID", "k-1")).Expect(HttpStatusCode.Created);
        Assert.Equal(("1", "101", "ACTIVE", "True"), (card["building"], card["room"], card["status"], card["wasPaid"]));
        Assert.DoesNotContain(Hash("1"), card.Text, StringComparison.Ordinal);
        Assert.Equal(card.Body, (await IssueAsync(paid, "1", "PAID", "k-1")).Body);
        (await IssueAsync(owes, "1", "OTHER")).ExpectProblem(HttpStatusCode.Conflict, "lift_cards.serial_taken");
        Assert.Equal("RAISE-09", (await IssueAsync(owes, "2", "PAID")).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "lift_cards.not_paid").Rule);
        Assert.Equal("False", (await IssueAsync(owes, "2", "OTHER")).Expect(HttpStatusCode.Created)["wasPaid"]);

        await desk.PayAsync(flats.Skip(2).Take(1), prefix: "LATE"); // RAISE-24: the late one is like the others.
        (await IssueAsync(owes, "3", "LATE_JOIN")).Expect(HttpStatusCode.Created);
        Assert.Equal("1", await ListAsync(desk, "building=1"));
        Assert.Equal("2", await ListAsync(desk, "building=2&status=ACTIVE"));
        (await CancelAsync(card.Id, "LOST")).Expect(HttpStatusCode.OK);
        (await CancelAsync(card.Id, "LOST")).ExpectProblem(HttpStatusCode.Conflict, "lift_cards.already_cancelled");
        (await IssueAsync(paid, "1", "REPLACEMENT")).Expect(HttpStatusCode.Created); // The number is free again.
    }

    [Fact, Trait("scenario", "002-14"), Trait("rule", "RAISE-09")]
    public async Task access_of_a_non_payer_ends_only_on_an_effective_decision_about_it()
    {
        var flats = FundsHost.Flats(1, 4);
        var desk = new RefundDeskClient(funds, await funds.OpenAsync(flats));
        var card = (await IssueAsync(await desk.BillAsync(flats[0]), "1", "OTHER")).Expect(HttpStatusCode.Created).Id;
        var raising = await funds.Host.QueryAsync<Guid>(
            $"select decision_id from campaigns where id = '{desk.Opened.Campaign}'");

        await RefusedAsync(card, "lift_cards.no_decision", null, s_opinion);
        await RefusedAsync(card, "lift_cards.no_decision", Guid.CreateVersion7(), s_opinion);
        await RefusedAsync(card, "lift_cards.no_decision", raising, null); // Nobody looked at the law.
        await RefusedAsync(card, "lift_cards.decision_of_others", raising, s_opinion); // To raise money bars nobody.
        await RefusedAsync(card, "lift_cards.decision_of_others", await DecideAsync(Guid.CreateVersion7()), s_opinion);
        await RefusedAsync(card, "lift_cards.no_decision",
            await DecideAsync(desk.Opened.Estate, effectiveOn: new DateOnly(2099, 1, 1)), s_opinion);
        await RefusedAsync(card, "lift_cards.decision_of_others",
            await DecideAsync(desk.Opened.Estate, building: "2"), s_opinion);
        await RefusedAsync(card, "lift_cards.decision_revoked",
            await DecideAsync(desk.Opened.Estate, isRevoked: true), s_opinion);

        var decision = await DecideAsync(desk.Opened.Estate, building: "1");
        var cancelled = (await CancelAsync(card, "NON_PAYMENT", decision, s_opinion)).Expect(HttpStatusCode.OK);
        Assert.Equal(("CANCELLED", "NON_PAYMENT", $"{decision}"),
            (cancelled["status"], cancelled["cancelReason"], cancelled["decisionId"]));
    }

    [Fact, Trait("rule", "RAISE-24")]
    public async Task who_has_paid_is_not_shut_out_by_any_decision()
    {
        var flats = FundsHost.Flats(1, 2);
        var desk = new RefundDeskClient(funds, await funds.OpenAsync(flats));
        await desk.PayAsync(flats.Take(1));
        var card = (await IssueAsync(await desk.BillAsync(flats[0]), "1", "PAID")).Expect(HttpStatusCode.Created).Id;
        var decision = await DecideAsync(desk.Opened.Estate);
        Assert.Equal("RAISE-24", (await CancelAsync(card, "NON_PAYMENT", decision, s_opinion)).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "lift_cards.has_paid").Rule);
    }

    [Fact]
    public async Task bad_bodies_other_offices_and_other_roles_are_refused()
    {
        var flats = FundsHost.Flats(1, 2);
        var desk = new RefundDeskClient(funds, await funds.OpenAsync(flats));
        var bill = await desk.BillAsync(flats[0]);
        var card = (await IssueAsync(bill, "1", "OTHER")).Expect(HttpStatusCode.Created).Id;
        foreach (var body in (object[])[
            new { billId = bill, serialHash = "0123", reason = "PAID" },
            new { billId = bill, serialHash = Hash("9"), reason = "FRIEND" }, new { billId = bill, reason = "PAID" }])
            (await desk.Manager.PostAsync("/api/v1/lift-cards", body)).Expect(HttpStatusCode.BadRequest);
        (await CancelAsync(card, "LOST", Guid.CreateVersion7())).Expect(HttpStatusCode.BadRequest);

        var elsewhere = funds.Host.As("fund-manager", "110105001");
        var issue = new { billId = bill, serialHash = Hash("9"), reason = "OTHER" };
        (await elsewhere.PostAsync("/api/v1/lift-cards", issue))
            .ExpectProblem(HttpStatusCode.NotFound, "bills.not_found");
        (await elsewhere.PostAsync($"/api/v1/lift-cards/{card}/cancel", new { reason = "LOST" }))
            .ExpectProblem(HttpStatusCode.NotFound, "lift_cards.not_found");
        (await elsewhere.GetAsync($"/api/v1/lift-cards?campaignId={desk.Opened.Campaign}"))
            .ExpectProblem(HttpStatusCode.NotFound, "campaigns.not_found");
        (await funds.Host.As("property-company", FundsHost.Street).PostAsync(
            $"/api/v1/lift-cards/{card}/cancel", new { reason = "LOST" })).Expect(HttpStatusCode.Forbidden);
    }

    private async Task RefusedAsync(Guid card, string code, Guid? decision, string? opinion) =>
        Assert.Equal("RAISE-09", (await CancelAsync(card, "NON_PAYMENT", decision, opinion))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, code).Rule);

    private Task<Answer> IssueAsync(Guid billId, string number, string reason, string? key = null) =>
        funds.Manager.PostAsync("/api/v1/lift-cards", new { billId, serialHash = Hash(number), reason }, key);

    private Task<Answer> CancelAsync(
        Guid card, string reason, Guid? decisionId = null, string? legalCheckHash = null) =>
        funds.Manager.PostAsync($"/api/v1/lift-cards/{card}/cancel", new { reason, decisionId, legalCheckHash });

    private static async Task<string> ListAsync(RefundDeskClient desk, string query) =>
        $"{(await desk.Manager.GetAsync($"/api/v1/lift-cards?campaignId={desk.Opened.Campaign}&{query}"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items").GetArrayLength()}";

    /// <summary>A decision on another important matter (M9), as Consultation tells it.</summary>
    private async Task<Guid> DecideAsync(
        Guid estate, string? building = null, DateOnly? effectiveOn = null, bool isRevoked = false)
    {
        var decision = Guid.CreateVersion7();
        await funds.Host.PublishAsync(new DecisionEffective
        {
            AggregateId = Guid.CreateVersion7(), AggregateVersion = 3, OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = FundsHost.Street, DecisionId = decision, EstateId = estate, MatterCode = "M9",
            Scope = building is null ? "AREA" : "BUILDING", Building = building,
            EffectiveOn = effectiveOn ?? new DateOnly(2023, 6, 10),
        });
        if (isRevoked)
        {
            await funds.Host.PublishAsync(new DecisionRevoked
            {
                AggregateId = Guid.CreateVersion7(), AggregateVersion = 4, OccurredAt = DateTimeOffset.UtcNow,
                StreetCode = FundsHost.Street, DecisionId = decision, EstateId = estate, Ground = "COURT",
            });
        }

        await Eventually.Async(async () => Assert.Equal(1L, await funds.Host.QueryAsync<long>(
            $"select count(*) from decisions where decision_id = '{decision}' and matter_code = 'M9' " +
            $"and revoked = {isRevoked}")), TimeSpan.FromSeconds(60));
        return decision;
    }

    private static string Hash(string number) => Convert.ToHexStringLower(
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(number)));
}

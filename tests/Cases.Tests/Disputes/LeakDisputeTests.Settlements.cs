using System.Net;

namespace CivicPlatform.Cases.Tests.Disputes;

/// <summary>What the parties of the leak agree in the end.</summary>
public sealed partial class LeakDisputeTests
{
    [Fact, Trait("rule", "CASE-42")]
    public async Task heads_split_to_the_fen_and_the_court_is_asked_until_the_last_day()
    {
        var (office, mediator, order) = await OpenAsync();
        var suit = await TrackAsync(order, mediator, "LITIGATION", "APPLICANT");
        var mediation = await AgreedAsync(order, mediator);
        await office.ClockAsync("2024-09-01 10:00");
        var settlement = (await order.PostAsync("settlements", Terms(mediation, "2024-09-01"), mediator))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(
            ["3000.01", "3000.00", "10000.00", "10000.00", "250.00", "250.00"], Amounts(settlement, "shares")); // 000-9
        Assert.Equal(["13250.01", "13250.00"], Amounts(settlement, "totals"));
        (await order.PostAsync("settlements", Terms(mediation, "2024-09-01"), mediator))
            .ExpectProblem(HttpStatusCode.Conflict, "settlements.drafted_already", "MED-04");

        var path = $"/api/v1/settlements/{settlement.Id}";
        (await mediator.PostAsync($"{path}/judicial-confirmation", new { jointly = true }))
            .ExpectProblem(HttpStatusCode.Conflict, "settlements.wrong_state", "MED-04");
        foreach (var signer in new[] { "APPLICANT", "RESPONDENT", "MEDIATOR" })
            Assert.Equal("DRAFT", (await SignAsync(path, signer, mediator))["state"]);
        (await mediator.PostAsync($"{path}/signatures", new { signer = "DEVELOPER", documentHash = s_paper }))
            .ExpectProblem(Refused, "settlements.not_a_party", "MED-04");
        (await mediator.PostAsync($"{path}/signatures", new { signer = "MEDIATOR", documentHash = s_paper }))
            .ExpectProblem(HttpStatusCode.Conflict, "settlements.signed_already", "MED-04");
        var effective = await SignAsync(path, "COMMITTEE_SEAL", mediator);
        Assert.Equal(("EFFECTIVE", "2024-09-01", "2024-10-08"),
            (effective["state"], effective["effectiveOn"], effective["confirmBy"])); // 000-10, MED-V1

        await office.ClockAsync("2024-10-09 10:00");
        (await mediator.PostAsync($"{path}/judicial-confirmation", new { jointly = true }))
            .ExpectProblem(Refused, "settlements.confirmation_too_late", "MED-05");
        (await mediator.PostAsync($"{path}/judicial-confirmation", new { requestedOn = "2024-10-08", jointly = false }))
            .Expect(HttpStatusCode.BadRequest);
        Assert.Equal("2024-10-08", (await mediator.PostAsync($"{path}/judicial-confirmation", new
        {
            requestedOn = "2024-10-08", jointly = true,
        }))["confirmedOn"]);

        (await mediator.PostAsync($"{path}/performance", new { }))
            .ExpectProblem(Refused, "settlements.suit_pending", "CASE-40"); // 000-11
        await HappenAsync(suit, mediator, "WITHDRAW");
        (await mediator.PostAsync($"{path}/performance", new { on = "2024-08-31" }))
            .ExpectProblem(Refused, "settlements.before_its_effect", "MED-04");
        Assert.Equal("PERFORMED", (await mediator.PostAsync($"{path}/performance", new { }))["state"]);
        var followed = await mediator.GetAsync($"/api/v1/tracks/{mediation}");
        Assert.Equal("PERFORMED", followed["track.state"]);
        Assert.Contains("MediationAgreed 2024-10-08", await host.ToldAsync(order.Id, "confirmBy"));
    }

    [Fact, Trait("rule", "MED-04")]
    public async Task what_follows_an_agreement_its_settlement_says_and_an_oral_one_holds_at_once()
    {
        var (_, mediator, order) = await OpenAsync();
        var mediation = await AgreedAsync(order, mediator);
        (await mediator.PostAsync($"/api/v1/tracks/{mediation}/events", new { kind = "COMPLETE" }))
            .Expect(HttpStatusCode.BadRequest); // No hand ends it past the settlement's guards (000-11).
        (await order.PostAsync("settlements", Terms(mediation, "2024-07-31", "ORAL"), mediator))
            .ExpectProblem(Refused, "settlements.before_the_agreement", "MED-04");

        var oral = (await order.PostAsync("settlements", Terms(mediation, "2024-08-01", "ORAL"), mediator))
            .Expect(HttpStatusCode.Created);

        Assert.Equal(("EFFECTIVE", "2024-08-01"), (oral["state"], oral["effectiveOn"]));
        Assert.Equal("PERFORMING", (await mediator.GetAsync($"/api/v1/tracks/{mediation}"))["track.state"]);
        (await mediator.PostAsync($"/api/v1/settlements/{oral.Id}/signatures", new
        {
            signer = "APPLICANT", documentHash = s_paper,
        })).ExpectProblem(HttpStatusCode.Conflict, "settlements.oral_is_not_signed", "MED-04");
        Assert.Equal("BREACHED", (await mediator.PostAsync($"/api/v1/settlements/{oral.Id}/breach", new { }))["state"]);
        Assert.Equal("BREACHED", (await mediator.GetAsync($"/api/v1/tracks/{mediation}"))["track.state"]);
        Assert.Contains(oral.Id.ToString(), (await mediator.GetAsync($"{order.Path}/settlements")).Text);
    }
}

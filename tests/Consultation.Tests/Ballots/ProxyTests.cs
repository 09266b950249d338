using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Ballots;

/// <summary>An agent says what his principal wrote (VOTE-22); a buyer is the seller's agent (VOTE-17).</summary>
public sealed class ProxyTests(ConsultationService service)
{
    [Fact, Trait("rule", "VOTE-22")]
    public async Task an_agent_casts_what_the_mandate_says_and_nothing_else()
    {
        var (office, _, motion) = await OpenAsync(3);

        var turned = (await CastAsync(office, motion, "101", "AGAINST", Mandate("P1", "FOR")))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "ballots.proxy_differs");
        Assert.Equal("VOTE-22", turned.Rule);
        (await CastAsync(office, motion, "101", "FOR", Mandate("P1", "FOR"))).Expect(HttpStatusCode.Created);

        var turnout = await office.Clerk.GetAsync($"/api/v1/motions/{motion}/turnout");
        Assert.Equal(("1", "1"), (turnout["ballots"], turnout["proxies"]));
        Assert.Equal("1", (await office.CloseAsync(motion))["tally.for.heads"]);
        Assert.Equal(0L, await service.Host.QueryAsync<long>(
            "select count(*) from ballot_proxies p where p::text like '%李四%'"));
    }

    [Fact, Trait("rule", "VOTE-17")]
    public async Task a_buyer_votes_with_the_sellers_mandate_only()
    {
        var office = service.NewOffice();
        var units = Estates.Of(3);
        var estate = await office.RegisterAsync(units);
        var motion = await office.OpenAsync(await office.FreezeAsync(estate));
        await office.TransferAsync(estate, units[0].UnitId, version: 2, "SOLD", "BUYER");

        var refused = (await CastAsync(office, motion, "101", "FOR", signedBy: "BUYER"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "ballots.signer_not_on_roll");
        Assert.Equal("VOTE-17", refused.Rule);
        (await CastAsync(office, motion, "101", "FOR", Mandate("BUYER", "FOR")))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "ballots.principal_not_on_roll");
        (await CastAsync(office, motion, "101", "FOR", Mandate("P1", "FOR"), signedBy: "BUYER"))
            .Expect(HttpStatusCode.Created);
        (await CastAsync(office, motion, "102", "FOR", signedBy: "P2")).Expect(HttpStatusCode.Created);
    }

    [Fact, Trait("rule", "VOTE-22")]
    public async Task one_agent_votes_for_so_many_owners_as_the_rules_allow()
    {
        var (office, roll) = (service.NewOffice(), Guid.Empty);
        var units = (RegisteredUnit[])[.. Estates.Of(4), Estates.Unit("105", ["P1"])];
        roll = await office.FreezeAsync(await office.RegisterAsync(units));
        var body = Office.Motion(roll);
        body["maxProxiesPerAgent"] = 2;
        var motion = (await office.Clerk.PostAsync("/api/v1/motions", body)).Expect(HttpStatusCode.Created).Id;

        (await CastAsync(office, motion, "101", "FOR", Mandate("P1", "FOR"))).Expect(HttpStatusCode.Created);
        // Three at the same moment: one more owner has room.
        var rest = await Task.WhenAll(((string[])["2", "3", "4"]).Select(n =>
            CastAsync(office, motion, $"10{n}", "FOR", Mandate($"P{n}", "FOR"))));
        Assert.Equal(1, rest.Count(a => a.Status is HttpStatusCode.Created));
        Assert.Equal(2, rest.Count(a => a is { Code: "ballots.too_many_proxies", Rule: "VOTE-22" }));
        // The first owner's other unit is no further owner, and another agent begins anew.
        (await CastAsync(office, motion, "105", "FOR", Mandate("P1", "FOR"))).Expect(HttpStatusCode.Created);
        (await CastAsync(office, motion, "104", "AGAINST", Mandate("P4", "AGAINST", "王五 110101")))
            .Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task a_mandate_without_its_paper_is_none()
    {
        var (office, _, motion) = await OpenAsync(2);
        (await CastAsync(office, motion, "101", "FOR",
            new { agent = "李四", principalRef = "P1", statedChoice = "FOR", mandateHash = "无" }))
            .Expect(HttpStatusCode.BadRequest);
        (await CastAsync(office, motion, "101", "FOR", new { agent = "李四", principalRef = "P1" }))
            .Expect(HttpStatusCode.BadRequest);
    }

    private async Task<(Office Office, Guid Roll, Guid Motion)> OpenAsync(int units)
    {
        var office = service.NewOffice();
        var roll = await office.FreezeAsync(await office.RegisterAsync(Estates.Of(units)));
        return (office, roll, await office.OpenAsync(roll));
    }

    private static object Mandate(string principalRef, string statedChoice, string agent = "李四 110114") =>
        new { agent, principalRef, statedChoice, mandateHash = new string('f', 64) };

    private static Task<Answer> CastAsync(
        Office office, Guid motion, string room, string choice, object? proxy = null, string? signedBy = null) =>
        office.TallyClerk.PostAsync($"/api/v1/motions/{motion}/ballots", new
        {
            building = "1", entrance = "1", room, choice, channel = "PAPER", castAt = "2023-05-20T09:02:00+08:00",
            proxy, signedBy,
        });
}

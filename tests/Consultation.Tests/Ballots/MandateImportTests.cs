using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Ballots;

/// <summary>A file of ballots may carry mandates, and is held to the rules of a single paper (VOTE-22).</summary>
public sealed class MandateImportTests(ConsultationService service)
{
    private const string Header = "building,entrance,room,choice,channel,cast_at," +
        "proxy_agent,proxy_principal,stated_choice,mandate_hash\n";
    private static readonly string s_mandate = new('f', 64);

    [Fact, Trait("rule", "VOTE-22")]
    public async Task counts_an_agents_papers_and_knows_him_at_the_counter()
    {
        var (office, motion) = await OpenAsync(maxProxies: 2);
        (await office.ImportAsync(motion, Header + Row("101", "FOR", "李四", "P1") + Row("102", "FOR", "李四", "P2") +
            "1,1,103,FOR,PAPER,2023-05-20 09:02:00,,,,\n")).Expect(HttpStatusCode.Created);
        var turnout = await office.Clerk.GetAsync($"/api/v1/motions/{motion}/turnout");
        Assert.Equal(("3", "2"), (turnout["ballots"], turnout["proxies"]));

        (await CastAsync(office, motion, "104", "P4", "李四"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "ballots.too_many_proxies");
        (await CastAsync(office, motion, "104", "P4", "王五")).Expect(HttpStatusCode.Created);
        await RefusedAsync(office, motion,
            Row("105", "FOR", "王五", "P5") + Row("106", "FOR", "王五", "P6"), 3, "ballots.too_many_proxies");
        (await office.ImportAsync(motion, Header + Row("105", "FOR", "王五", "P5"))).Expect(HttpStatusCode.Created);
        Assert.Equal("5", (await office.CloseAsync(motion))["tally.for.heads"]);
    }

    [Fact, Trait("rule", "VOTE-22"), Trait("rule", "VOTE-17")]
    public async Task refuses_by_row_what_a_single_paper_is_refused_for()
    {
        var (office, motion) = await OpenAsync(maxProxies: null);
        await RefusedAsync(office, motion, Row("101", "AGAINST", "李四", "P1", "FOR"), 2, "ballots.proxy_differs");
        await RefusedAsync(office, motion, Row("101", "FOR", "李四", "BUYER"), 2, "ballots.principal_not_on_roll");
        await RefusedAsync(office, motion,
            $"1,1,101,FOR,PAPER,2023-05-20 09:02:00,,P1,FOR,{s_mandate}\n", 2, "text.required");
        await RefusedAsync(office, motion,
            "1,1,101,FOR,PAPER,2023-05-20 09:02:00,李四,P1,FOR,\n", 2, "hash.malformed");
        Assert.Equal("0", (await office.Clerk.GetAsync($"/api/v1/motions/{motion}/turnout"))["ballots"]);
    }

    private static async Task RefusedAsync(Office office, Guid motion, string rows, int row, string code)
    {
        var refused = (await office.ImportAsync(motion, Header + rows)).Expect(HttpStatusCode.UnprocessableEntity);
        var finding = Assert.Single(refused.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal((row, code), (finding.GetProperty("row").GetInt32(), finding.GetProperty("code").GetString()));
    }

    private static string Row(string room, string choice, string agent, string principal, string? stated = null) =>
        $"1,1,{room},{choice},PAPER,2023-05-20 09:02:00,{agent},{principal},{stated ?? choice},{s_mandate}\n";

    private static Task<Answer> CastAsync(Office office, Guid motion, string room, string principalRef, string agent) =>
        office.TallyClerk.PostAsync($"/api/v1/motions/{motion}/ballots", new
        {
            building = "1", entrance = "1", room, choice = "FOR", channel = "PAPER",
            castAt = "2023-05-20T09:02:00+08:00",
            proxy = new { agent, principalRef, statedChoice = "FOR", mandateHash = s_mandate },
        });

    private async Task<(Office Office, Guid Motion)> OpenAsync(int? maxProxies)
    {
        var office = service.NewOffice();
        var body = Office.Motion(await office.FreezeAsync(await office.RegisterAsync(Estates.Of(6))));
        body["maxProxiesPerAgent"] = maxProxies;
        return (office, (await office.Clerk.PostAsync("/api/v1/motions", body)).Expect(HttpStatusCode.Created).Id);
    }
}

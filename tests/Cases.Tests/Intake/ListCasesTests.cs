using System.Net;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Cases.Tests.Intake;

public sealed class ListCasesTests(CasesHost host)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task pages_hold_every_case_once_and_the_newest_first()
    {
        var (clerk, ids) = await SevenCasesAsync("110102001");

        var seen = new List<Guid>();
        string? after = null;
        do
        {
            var page = (await clerk.GetAsync($"/api/v1/cases?limit=3{(after is null ? "" : $"&after={after}")}"))
                .Expect(HttpStatusCode.OK);
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid()));
            after = page.Json.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (after is not null && seen.Count < 20);

        Assert.Equal(ids.AsEnumerable().Reverse(), seen);
    }

    [Fact]
    public async Task filters_narrow_by_what_people_ask_for()
    {
        var (clerk, ids) = await SevenCasesAsync("110102002");
        var estate = Guid.CreateVersion7();
        var body = CasesHost.CaseBody("110102002");
        (body["estateId"], body["channel"], body["type"], body["matter"]) = (estate, "WINDOW", "COMPLAINT", "NOISE");
        var other = (await clerk.PostAsync("/api/v1/cases", body)).Expect(HttpStatusCode.Created).Id;

        foreach (var filter in (string[])["channel=WINDOW", "type=COMPLAINT", "matter=NOISE", $"estateId={estate}"])
            Assert.Equal([other], await IdsAsync(clerk, filter));
        Assert.Equal(8, (await IdsAsync(clerk, "status=RECEIVED")).Count);
        Assert.Empty(await IdsAsync(clerk, "status=CLOSED"));
        Assert.Equal([ids[2], ids[1]], await IdsAsync(
            clerk, "from=2026-03-01T01:00:00Z&to=2026-03-01T11:00:00%2B08:00"));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=many")]
    [InlineData("status=OPEN")]
    [InlineData("channel=PIGEON")]
    [InlineData("after=rubbish")]
    [InlineData("from=yesterday")]
    [InlineData("from=2026-11-26")]
    [InlineData("from=2026-11-26T01:30:00")]
    [InlineData("from=2026-11-26T01:30:00+08:00")]
    [InlineData("status=RECEIVED&status=CLOSED")]
    public async Task a_malformed_filter_is_refused(string filter)
    {
        var answer = await host.Clerk.GetAsync($"/api/v1/cases?{filter}");

        answer.Expect(HttpStatusCode.BadRequest);
        Assert.Equal("application/problem+json", answer.MediaType);
    }

    [Fact]
    public async Task a_mistyped_filter_is_refused_and_told_the_known_ones()
    {
        var answer = await host.Clerk.GetAsync("/api/v1/cases?state=RECEIVED&limit=5");

        answer.ExpectProblem(HttpStatusCode.BadRequest, "request.unknown_parameter");
        var finding = Assert.Single(answer.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal("state", finding.GetProperty("field").GetString());
        Assert.Equal("应为 status、channel、type、matter、estateId、from、to、after、limit 之一",
            finding.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task the_cursor_walks_the_index_and_sorts_nothing()
    {
        await SevenCasesAsync("110102003");

        var plan = await host.First.QueryAsync<string>(
            "set enable_seqscan = off; set enable_bitmapscan = off; explain (format json) select id from cases " +
            "where street_code = '110102003' and (received_at, id) < (now(), gen_random_uuid()) " +
            "order by received_at desc, id desc limit 51");

        Assert.Contains("cases_list", plan);
        Assert.DoesNotContain("\"Sort\"", plan);
    }

    private static async Task<List<Guid>> IdsAsync(ApiClient clerk, string filter) =>
    [
        .. (await clerk.GetAsync($"/api/v1/cases?{filter}")).Expect(HttpStatusCode.OK).Json.GetProperty("items")
            .EnumerateArray().Select(i => i.GetProperty("id").GetGuid()),
    ];

    private async Task<(ApiClient Clerk, Guid[] Ids)> SevenCasesAsync(string street)
    {
        var clerk = host.First.As(Roles.StreetClerk, street);
        var ids = new Guid[7];
        for (var i = 0; i < ids.Length; i++)
        {
            var body = CasesHost.CaseBody(street);
            body["receivedAt"] = Start.AddHours(i);
            ids[i] = (await clerk.PostAsync("/api/v1/cases", body)).Expect(HttpStatusCode.Created).Id;
        }
        return (clerk, ids);
    }
}

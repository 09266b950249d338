using System.Net;
using System.Text.Json;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;

namespace CivicPlatform.Consultation.Tests.Ballots;

/// <summary>Who must be asked which of his papers counts, while the vote is open and sealed (VOTE-13).</summary>
public sealed class ListConflictsTests(ConsultationService service)
{
    [Fact, Trait("rule", "VOTE-13")]
    public async Task an_owner_in_conflict_is_listed_with_his_papers_until_he_has_signed_for_one()
    {
        var (office, motion) = await OpenAsync();
        var first = await CastAsync(office, motion, "501", "FOR");
        await CastAsync(office, motion, "102", "FOR");
        Assert.Empty(await ConflictsAsync(office, motion));
        var second = await CastAsync(office, motion, "502", "AGAINST"); // The same owners' other unit.

        var conflict = Assert.Single(await ConflictsAsync(office, motion));
        Assert.Equal((string[])["H", "W"], Texts(conflict.GetProperty("ownerRefs")));
        Assert.Equal([first, second], Papers(conflict));
        Assert.Equal(2, conflict.GetProperty("paperCount").GetInt32());

        (await office.TallyClerk.PostAsync($"/api/v1/motions/{motion}/designations",
            new { ballotId = second, documentHash = new string('9', 64) })).Expect(HttpStatusCode.Created);
        Assert.Empty(await ConflictsAsync(office, motion));
    }

    [Theory, Trait("rule", "PRIV-14")]
    [InlineData("FOR", "AGAINST", "INVALID")]
    [InlineData("INVALID", "ABSTAIN", "FOR")]
    [InlineData("AGAINST", "INVALID", "ABSTAIN")]
    public async Task the_list_has_the_same_form_whatever_the_papers_say(params string[] choices)
    {
        var (office, motion) = await OpenAsync();
        var papers = new List<Guid>();
        foreach (var choice in choices) papers.Add(await CastAsync(office, motion, "501", choice));

        var answer = await office.TallyClerk.GetAsync(Path(motion));
        // The invalid one stands among them: its absence would tell what it says.
        Assert.Equal(papers, Papers(Assert.Single(answer.Json.GetProperty("items").EnumerateArray())));
        foreach (var word in (string[])["FOR", "AGAINST", "ABSTAIN", "INVALID", "choice", "room"])
            Assert.DoesNotContain(word, answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((string[])["ballotId", "ownerRefs", "paperCount", "papers", "receivedAt", "unitId"],
            Names(answer.Json.GetProperty("items")[0]).Order().Distinct());
    }

    [Theory, Trait("rule", "VOTE-24")]
    [InlineData("FOR", "INVALID")]
    [InlineData("INVALID", "INVALID")]
    public async Task an_invalid_paper_makes_no_conflict(string first, string second)
    {
        var (office, motion) = await OpenAsync();
        await CastAsync(office, motion, "501", first);
        await CastAsync(office, motion, "502", second);

        Assert.Empty(await ConflictsAsync(office, motion));
    }

    [Fact, Trait("rule", "VOTE-11")]
    public async Task the_developer_is_one_owner_without_a_name()
    {
        var (office, motion) = await OpenAsync();
        await CastAsync(office, motion, "901", "FOR");
        await CastAsync(office, motion, "902", "AGAINST");

        Assert.Empty(Texts(Assert.Single(await ConflictsAsync(office, motion)).GetProperty("ownerRefs")));
    }

    [Fact]
    public async Task pages_follow_each_owners_first_paper_and_the_limit_is_bounded()
    {
        var (office, motion) = await OpenAsync();
        foreach (var choice in (string[])["FOR", "AGAINST"])
            foreach (var room in (string[])["103", "102", "501"]) await CastAsync(office, motion, room, choice);

        var (seen, after) = (new List<string>(), (string?)"");
        while (after is not null)
        {
            var page = (await office.TallyClerk.GetAsync(
                $"{Path(motion)}?limit=1{(after.Length > 0 ? $"&after={after}" : "")}")).Expect(HttpStatusCode.OK);
            seen.Add(Texts(Assert.Single(page.Json.GetProperty("items").EnumerateArray()).GetProperty("ownerRefs"))[0]);
            after = page.Json.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        Assert.Equal(["C", "B", "H"], seen);
        (await office.TallyClerk.GetAsync($"{Path(motion)}?limit=201")).Expect(HttpStatusCode.BadRequest);
        (await office.TallyClerk.GetAsync($"{Path(motion)}?after=x")).Expect(HttpStatusCode.BadRequest);
    }

    [Fact, Trait("rule", "PRIV-14")]
    public async Task only_the_offices_own_tally_clerk_looks_and_each_look_is_written_down()
    {
        var (office, motion) = await OpenAsync();

        (await service.NewOffice().TallyClerk.GetAsync(Path(motion)))
            .ExpectProblem(HttpStatusCode.NotFound, "motions.not_found");
        foreach (var role in (string[])[Roles.StreetClerk, Roles.CommunityWorker, Roles.Owner, Roles.Auditor])
            (await office.As(role).GetAsync(Path(motion))).Expect(HttpStatusCode.Forbidden);
        Assert.Empty(await ConflictsAsync(office, motion));
        Assert.Equal(1L, await service.Host.QueryAsync<long>(
            $"select count(*) from platform.audit where action = 'conflict.read' and subject_id = '{motion}'"));
    }

    private async Task<(Office Office, Guid Motion)> OpenAsync()
    {
        var office = service.NewOffice();
        var estate = await office.RegisterAsync(
            Estates.Unit("501", ["H", "W"]), Estates.Unit("502", ["W", "H"]), Estates.Unit("102", ["B"]),
            Estates.Unit("103", ["C"]), Estates.Unit("901", [], status: "UNSOLD"),
            Estates.Unit("902", [], status: "UNSOLD"));
        return (office, await office.OpenAsync(await office.FreezeAsync(estate)));
    }

    private static string Path(Guid motion) => $"/api/v1/motions/{motion}/conflicts";

    private static async Task<Guid> CastAsync(Office office, Guid motion, string room, string choice) =>
        (await office.CastAsync(motion, room, choice)).Expect(HttpStatusCode.Created).Id;

    private static async Task<List<JsonElement>> ConflictsAsync(Office office, Guid motion) =>
        [.. (await office.TallyClerk.GetAsync(Path(motion))).Expect(HttpStatusCode.OK).Json.GetProperty("items")
            .EnumerateArray()];

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(t => t.GetString()!)];

    private static Guid[] Papers(JsonElement conflict) =>
        [.. conflict.GetProperty("papers").EnumerateArray().Select(p => p.GetProperty("ballotId").GetGuid())];

    private static IEnumerable<string> Names(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => Names(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Names),
        _ => [],
    };
}

using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Meetings;

/// <summary>Scenario 001-2 and the weekly meeting of LIFT-03.</summary>
public sealed class MeetingTests(ConsultationService service)
{
    private static readonly string Paper = new('b', 64);

    [Fact, Trait("rule", "PIPE-03"), Trait("scenario", "001-2")]
    public async Task five_parties_make_a_meeting_complete_and_four_do_not()
    {
        var (office, path) = await OpenAsync("FIVE_PARTY");
        foreach (var party in (string[])["COMMUNITY", "PROVIDER", "DESIGN_UNIT", "RESIDENTS"])
            (await AttendAsync(office, path, party)).Expect(HttpStatusCode.OK);

        var four = await office.Clerk.GetAsync(path);
        Assert.Equal("true", four["incomplete"], ignoreCase: true);
        Assert.Equal("CONSTRUCTION_UNIT", Assert.Single(
            four.Json.GetProperty("missingParties").EnumerateArray()).GetString());

        (await AttendAsync(office, path, "CONSTRUCTION_UNIT")).Expect(HttpStatusCode.OK);
        var five = (await AttendAsync(office, path, "RESIDENTS", persons: 32)).Expect(HttpStatusCode.OK);
        Assert.Equal("false", five["incomplete"], ignoreCase: true);
        Assert.Equal(5, five.Json.GetProperty("attendances").GetArrayLength());
    }

    [Fact, Trait("rule", "LIFT-03")]
    public async Task open_items_come_along_from_week_to_week_and_are_counted()
    {
        var (office, first) = await OpenAsync("WEEKLY");
        await AskAsync(office, first, "清理管线", "2024-05-10");
        var asked = await AskAsync(office, first, "商铺补偿协议", "2024-05-20");
        var items = asked.Json.GetProperty("actionItems").EnumerateArray().ToArray();
        var done = items.Single(i => i.GetProperty("text").GetString() == "清理管线").GetProperty("id").GetString();
        (await office.Clerk.PostAsync($"{first}/action-items/{done}/done", new { })).Expect(HttpStatusCode.OK);
        (await office.Clerk.PostAsync($"{first}/action-items/{done}/done", new { }))
            .ExpectProblem(HttpStatusCode.Conflict, "meetings.item_done");

        var second = await NextAsync(office, asked);
        var third = await NextAsync(office, second);

        var carried = Assert.Single(third.Json.GetProperty("actionItems").EnumerateArray());
        Assert.Equal("商铺补偿协议", carried.GetProperty("text").GetString());
        Assert.Equal(2, carried.GetProperty("carried").GetInt32());
        (await AskAsync(office, first, "昨天", "2024-05-05", expect: HttpStatusCode.UnprocessableEntity))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "meetings.due_before_meeting");
    }

    [Fact]
    public async Task minutes_are_versions_that_those_who_came_sign()
    {
        var (office, path) = await OpenAsync("ROADSHOW");
        (await AttendAsync(office, path, "COMMUNITY")).Expect(HttpStatusCode.OK);
        (await WriteAsync(office, path, "初稿")).Expect(HttpStatusCode.Created);
        (await SignAsync(office, path, 1, "RESIDENTS"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "meetings.party_absent");
        (await SignAsync(office, path, 1, "COMMUNITY")).Expect(HttpStatusCode.Created);
        (await SignAsync(office, path, 1, "COMMUNITY"))
            .ExpectProblem(HttpStatusCode.Conflict, "meetings.signed_already");

        (await WriteAsync(office, path, "更正：王阿姨提出三点意见")).Expect(HttpStatusCode.Created);
        (await SignAsync(office, path, 1, "COMMUNITY"))
            .ExpectProblem(HttpStatusCode.Conflict, "meetings.minutes_superseded");
        (await SignAsync(office, path, 3, "COMMUNITY")).Expect(HttpStatusCode.NotFound);

        var first = (await office.Clerk.GetAsync($"{path}/minutes/1")).Expect(HttpStatusCode.OK);
        Assert.Equal(("初稿", 1), (first["text"], first.Json.GetProperty("signedBy").GetArrayLength()));
        Assert.Equal("更正：王阿姨提出三点意见", (await office.Clerk.GetAsync($"{path}/minutes/2"))["text"]);
        (await office.As(Roles.GridOfficer).GetAsync($"{path}/minutes/2")).Expect(HttpStatusCode.Forbidden);
        var name = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes("王阿姨"));
        Assert.Equal(0L, await service.Host.QueryAsync<long>(
            $"select count(*) from meeting_minutes where position('{name}' in encode(text, 'hex')) > 0"));
    }

    [Fact]
    public async Task a_meeting_belongs_to_its_office()
    {
        var ((office, path), other) = (await OpenAsync("JOINT"), service.NewOffice());

        (await other.Clerk.GetAsync(path)).Expect(HttpStatusCode.NotFound);
        (await AttendAsync(other, path, "PROVIDER")).Expect(HttpStatusCode.NotFound);
        (await WriteAsync(other, path, "外人")).Expect(HttpStatusCode.NotFound);
        Assert.DoesNotContain(path.Split('/')[^1], (await other.Clerk.GetAsync("/api/v1/meetings")).Text);
        (await office.As(Roles.Owner).PostAsync($"{path}/attendances", new { party = "PROVIDER", persons = 1 }))
            .Expect(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("""{"estateId":"ESTATE","kind":"PARTY","title":"x","heldOn":"2024-05-06","agenda":["y"]}""", 400)]
    [InlineData("""{"estateId":"ESTATE","kind":"JOINT","title":" ","heldOn":"2024-05-06","agenda":["y"]}""", 400)]
    [InlineData("""{"estateId":"ESTATE","kind":"JOINT","title":"x","heldOn":"2024-05-06","agenda":[]}""", 400)]
    [InlineData("""{"estateId":"ESTATE","kind":"JOINT","title":"x","heldOn":"2024-13-06","agenda":["y"]}""", 400)]
    [InlineData("""
        {"estateId":"01a1fc78-884c-7a7a-9c0a-e33201116603","kind":"JOINT","title":"x","heldOn":"2024-05-06",
         "agenda":["y"]}
        """, 404)]
    public async Task bad_input_opens_nothing(string json, int status)
    {
        var office = service.NewOffice();
        var estate = await office.RegisterAsync(Estates.Of(1));

        var answer = await office.Clerk.PostJsonAsync(
            "/api/v1/meetings", json.Replace("ESTATE", $"{estate}", StringComparison.Ordinal));

        Assert.Equal((status, "application/problem+json"), ((int)answer.Status, answer.MediaType));
        Assert.Equal(0L, await service.Host.QueryAsync<long>(
            $"select count(*) from meetings where estate_id = '{estate}'"));
    }

    private async Task<(Office Office, string Path)> OpenAsync(string kind)
    {
        var office = service.NewOffice();
        var meeting = (await office.Clerk.PostAsync("/api/v1/meetings", new
        {
            estateId = await office.RegisterAsync(Estates.Of(1)), kind, title = "协商会", heldOn = "2024-05-06",
            agenda = new[] { "改造意愿" },
        })).Expect(HttpStatusCode.Created);
        return (office, $"/api/v1/meetings/{meeting.Id}");
    }

    private static async Task<Answer> NextAsync(Office office, Answer previous) =>
        (await office.Clerk.PostAsync("/api/v1/meetings", new
        {
            estateId = previous["estateId"], kind = "WEEKLY", title = "例会", heldOn = "2024-05-13",
            agenda = new[] { "进度" }, previousId = previous["id"],
        })).Expect(HttpStatusCode.Created);

    private static Task<Answer> AttendAsync(Office office, string path, string party, int persons = 2) =>
        office.Clerk.PostAsync($"{path}/attendances", new { party, persons });

    private static async Task<Answer> AskAsync(
        Office office, string path, string text, string dueOn, HttpStatusCode expect = HttpStatusCode.OK) =>
        (await office.Clerk.PostAsync($"{path}/action-items", new { text, owner = "PROVIDER", dueOn })).Expect(expect);

    private static Task<Answer> WriteAsync(Office office, string path, string text) =>
        office.Clerk.PostAsync($"{path}/minutes", new { text });

    private static Task<Answer> SignAsync(Office office, string path, int number, string party) =>
        office.Clerk.PostAsync($"{path}/minutes/{number}/signatures", new { party, documentHash = Paper });
}

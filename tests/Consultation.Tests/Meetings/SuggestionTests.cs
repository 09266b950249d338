using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Meetings;

/// <summary>The suggestions board of story 002's roadshow: recorded, grouped, answered, and no decision.</summary>
public sealed class SuggestionTests(ConsultationService service)
{
    [Fact, Trait("rule", "VOTE-05"), Trait("scenario", "002-12")]
    public async Task suggestions_are_grouped_and_answered_and_the_board_tells_numbers_only()
    {
        var roadshow = await MeetingStory.OpenAsync(service);
        var heavy = await SayAsync(roadshow, "请安排志愿者帮老人提重物");
        var stairs = await SayAsync(roadshow, "楼梯间放几把椅子");
        await SayAsync(roadshow, "费用请公开");
        foreach (var id in (Guid[])[heavy, stairs])
            (await PostAsync(roadshow, id, "group", new { group = "便民服务" })).Expect(HttpStatusCode.OK);
        var answered = (await PostAsync(roadshow, heavy, "answer", new { party = "PROVIDER", text = "每天八点起有人" }))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(("便民服务", "PROVIDER"), (answered["group"], answered["answeredBy"]));

        var board = (await roadshow.Office.As(Roles.Owner).GetAsync($"{roadshow.Path}/suggestion-board"))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(("3", "1"), (board["suggestions"], board["answered"]));
        Assert.Equal(["便民服务 2 1", " 1 0"], board.Json.GetProperty("groups").EnumerateArray().Select(g =>
            $"{(g.TryGetProperty("group", out var name) ? name.GetString() : "")} {g.GetProperty("suggestions")} " +
            $"{g.GetProperty("answered")}"));
        Assert.DoesNotContain("重物", board.Text);
        var open = await roadshow.Office.Clerk.GetAsync($"{roadshow.Path}/suggestions?answered=false");
        Assert.Equal(2, open.Json.GetProperty("items").GetArrayLength());
        Assert.Contains("每天八点起有人", (await roadshow.Office.Clerk.GetAsync($"{roadshow.Path}/suggestions")).Text);
        var plain = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes("重物"));
        Assert.Equal(0L, await service.Host.QueryAsync<long>(
            $"select count(*) from meeting_suggestions where position('{plain}' in encode(text, 'hex')) > 0"));
        Assert.Empty((await roadshow.Office.Clerk.GetAsync($"/api/v1/decisions?estateId={roadshow.Estate}")).Json
            .GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task an_answer_is_given_once_and_a_group_may_change()
    {
        var roadshow = await MeetingStory.OpenAsync(service);
        var id = await SayAsync(roadshow, "费用请公开");
        (await PostAsync(roadshow, id, "group", new { group = "费用" })).Expect(HttpStatusCode.OK);
        var changed = (await PostAsync(roadshow, id, "group", new { group = "公开" })).Expect(HttpStatusCode.OK);
        Assert.Equal("公开", changed["group"]);

        (await PostAsync(roadshow, id, "answer", new { party = "COMMUNITY", text = "已张贴" })).Expect(HttpStatusCode.OK);
        (await PostAsync(roadshow, id, "answer", new { party = "COMMUNITY", text = "没有的事" }))
            .ExpectProblem(HttpStatusCode.Conflict, "suggestions.answered_already");
        Assert.Contains("已张贴", (await roadshow.Office.Clerk.GetAsync($"{roadshow.Path}/suggestions")).Text);
    }

    [Fact]
    public async Task a_suggestion_is_of_its_meeting_and_its_office()
    {
        var (roadshow, other) = (await MeetingStory.OpenAsync(service), await MeetingStory.OpenAsync(service));
        var id = await SayAsync(roadshow, "费用请公开");

        foreach (var wrong in (MeetingStory[])[other, await roadshow.AnotherAsync()])
        {
            (await PostAsync(wrong, id, "group", new { group = "费用" }))
                .ExpectProblem(HttpStatusCode.NotFound, "suggestions.not_found");
        }
        var foreign = roadshow with { Office = other.Office };
        (await PostAsync(foreign, id, "answer", new { party = "COMMUNITY", text = "x" }))
            .Expect(HttpStatusCode.NotFound);
        (await other.Office.Clerk.GetAsync($"{roadshow.Path}/suggestions")).Expect(HttpStatusCode.NotFound);
        (await other.Office.Clerk.GetAsync($"{roadshow.Path}/suggestion-board")).Expect(HttpStatusCode.NotFound);
        (await roadshow.Office.As(Roles.Owner).GetAsync($"{roadshow.Path}/suggestions"))
            .Expect(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("", """{"text":""}""")]
    [InlineData("", """{"text":null}""")]
    [InlineData("", """{"text":"x","name":"王阿姨"}""")]
    [InlineData("/ID/group", """{"group":"  "}""")]
    [InlineData("/ID/group", """{}""")]
    [InlineData("/ID/answer", """{"party":"PROVIDER","text":" "}""")]
    [InlineData("/ID/answer", """{"party":"SOMEBODY","text":"x"}""")]
    public async Task bad_input_changes_nothing(string path, string json)
    {
        var roadshow = await MeetingStory.OpenAsync(service);
        var id = await SayAsync(roadshow, "费用请公开");
        var before = (await roadshow.Office.Clerk.GetAsync($"{roadshow.Path}/suggestions")).Text;

        var answer = await roadshow.Office.Clerk.PostJsonAsync(
            $"{roadshow.Path}/suggestions{path.Replace("ID", $"{id}", StringComparison.Ordinal)}", json);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.MediaType));
        Assert.Equal(before, (await roadshow.Office.Clerk.GetAsync($"{roadshow.Path}/suggestions")).Text);
    }

    private static async Task<Guid> SayAsync(MeetingStory meeting, string text) =>
        (await meeting.Office.Clerk.PostAsync($"{meeting.Path}/suggestions", new { text }))
            .Expect(HttpStatusCode.Created).Id;

    private static Task<Answer> PostAsync(MeetingStory meeting, Guid id, string verb, object body) =>
        meeting.Office.Clerk.PostAsync($"{meeting.Path}/suggestions/{id}/{verb}", body);
}

using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Meetings;

/// <summary>A weekly meeting that comes back, carries on what is open and ends (LIFT-03).</summary>
public sealed class SeriesTests(ConsultationService service)
{
    [Fact, Trait("rule", "LIFT-03")]
    public async Task carries_open_items_and_the_agenda_from_week_to_week_until_its_last_week()
    {
        var (office, series) = await OpenAsync(firstOn: "2024-05-06", weeks: 3);
        var first = (await NextAsync(office, series)).Expect(HttpStatusCode.Created);
        Assert.Equal(("WEEKLY", "2024-05-06", "1"), (first["kind"], first["heldOn"], first["seriesNumber"]));
        (await office.Clerk.PostAsync($"/api/v1/meetings/{first.Id}/action-items",
            new { text = "商铺补偿协议", owner = "COMMUNITY", dueOn = "2024-05-20" })).Expect(HttpStatusCode.OK);

        string[] changed = ["上周待办", "脚手架"];
        var second = (await NextAsync(office, series, new { agenda = changed })).Expect(HttpStatusCode.Created);
        var third = (await NextAsync(office, series)).Expect(HttpStatusCode.Created);

        Assert.Equal(("2024-05-13", "2024-05-20"), (second["heldOn"], third["heldOn"]));
        Assert.Equal(second["agenda"], third["agenda"]); // What was changed goes along.
        var carried = Assert.Single(third.Json.GetProperty("actionItems").EnumerateArray());
        Assert.Equal(2, carried.GetProperty("carried").GetInt32());
        Assert.Equal($"{second.Id}", third["previousId"]);
        (await NextAsync(office, series)).ExpectProblem(HttpStatusCode.Conflict, "meeting_series.over");
        var read = (await office.Clerk.GetAsync(series)).Expect(HttpStatusCode.OK);
        Assert.Equal("3", read["held"]);
        Assert.False(read.Json.TryGetProperty("nextOn", out _));
    }

    [Fact, Trait("rule", "LIFT-03"), Trait("rule", "TIME-02")]
    public async Task a_meeting_on_a_rest_day_moves_and_the_week_after_it_does_not()
    {
        var (office, series) = await OpenAsync(firstOn: "2024-09-30", weeks: 3);
        await NextAsync(office, series);
        var holiday = await NextAsync(office, series); // 7 October is the last day of the holiday.
        var after = await NextAsync(office, series);

        Assert.Equal(("2024-10-08", "2024-10-14"), (holiday["heldOn"], after["heldOn"]));
    }

    [Fact, Trait("rule", "LIFT-03")]
    public async Task the_next_one_waits_until_the_last_one_is_held()
    {
        var (office, series) = await OpenAsync(firstOn: "2098-05-06", weeks: 2);
        (await NextAsync(office, series)).Expect(HttpStatusCode.Created);

        (await NextAsync(office, series)).ExpectProblem(HttpStatusCode.Conflict, "meeting_series.ahead");
    }

    [Fact, Trait("rule", "LIFT-03")]
    public async Task of_two_clerks_at_once_one_opens_the_meeting()
    {
        var (office, series) = await OpenAsync(firstOn: "2024-05-06", weeks: 1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => NextAsync(office, series)));

        Assert.Equal(1, answers.Count(a => a.Status is HttpStatusCode.Created));
        Assert.Equal(3, answers.Count(a => a.Status is HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task a_series_belongs_to_its_office()
    {
        var (office, series) = await OpenAsync(firstOn: "2024-05-06", weeks: 1);
        var other = service.NewOffice();

        (await other.Clerk.GetAsync(series)).ExpectProblem(HttpStatusCode.NotFound, "meeting_series.not_found");
        (await NextAsync(other, series)).ExpectProblem(HttpStatusCode.NotFound, "meeting_series.not_found");
        Assert.DoesNotContain(series.Split('/')[^1], (await other.Clerk.GetAsync("/api/v1/meeting-series")).Text);
        Assert.Contains(series.Split('/')[^1], (await office.Clerk.GetAsync("/api/v1/meeting-series")).Text);
        (await office.As(Roles.Owner).PostAsync($"{series}/occurrences", new { })).Expect(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("""{"estateId":"ESTATE","title":"例会","firstOn":"2024-05-06","weeks":0,"agenda":["x"]}""", 400)]
    [InlineData("""{"estateId":"ESTATE","title":"例会","firstOn":"2024-05-06","weeks":54,"agenda":["x"]}""", 400)]
    [InlineData("""{"estateId":"ESTATE","title":"例会","firstOn":"9999-12-31","weeks":2,"agenda":["x"]}""", 400)]
    [InlineData("""{"estateId":"ESTATE","title":"例会","firstOn":"2024-05-06","weeks":2,"agenda":[" "]}""", 400)]
    [InlineData("""{"estateId":"ESTATE","title":"例会","firstOn":"2024-05-06","weeks":2,"agenda":[null]}""", 400)]
    [InlineData("""{"estateId":"ESTATE","title":"","firstOn":"2024-05-06","weeks":2,"agenda":["x"]}""", 400)]
    [InlineData("""{"estateId":"ESTATE","title":"例会","firstOn":"2024-05-06","weeks":2.5,"agenda":["x"]}""", 400)]
    [InlineData("""
        {"estateId":"01a1fc78-884c-7a7a-9c0a-e33201116603","title":"例会","firstOn":"2024-05-06","weeks":2,
         "agenda":["x"]}
        """, 404)]
    public async Task bad_input_opens_no_series(string json, int status)
    {
        var office = service.NewOffice();
        var estate = await office.RegisterAsync(Estates.Of(1));

        var answer = await office.Clerk.PostJsonAsync(
            "/api/v1/meeting-series", json.Replace("ESTATE", $"{estate}", StringComparison.Ordinal));

        Assert.Equal((status, "application/problem+json"), ((int)answer.Status, answer.MediaType));
        Assert.Equal(0, (await office.Clerk.GetAsync($"/api/v1/meeting-series?estateId={estate}")).Json
            .GetProperty("items").GetArrayLength());
    }

    private async Task<(Office Office, string Path)> OpenAsync(string firstOn, int weeks)
    {
        var office = service.NewOffice();
        string[] agenda = ["上周待办", "本周进度"];
        var series = (await office.Clerk.PostAsync("/api/v1/meeting-series", new
        {
            estateId = await office.RegisterAsync(Estates.Of(1)), title = "加梯每周例会", firstOn, weeks, agenda,
        })).Expect(HttpStatusCode.Created);
        return (office, $"/api/v1/meeting-series/{series.Id}");
    }

    private static Task<Answer> NextAsync(Office office, string series, object? body = null) =>
        office.Clerk.PostAsync($"{series}/occurrences", body ?? new { });
}

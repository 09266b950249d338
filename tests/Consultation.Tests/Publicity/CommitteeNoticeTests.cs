using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Publicity;

/// <summary>The residents' committee is told what the owners decided; what it was not is listed.</summary>
public sealed class CommitteeNoticeTests(ConsultationService service)
{
    private static readonly string s_paper = new('a', 64);

    [Fact, Trait("rule", "PUB-06")]
    public async Task a_decision_is_listed_until_the_committee_was_told()
    {
        var posted = await PostedResult.OfAsync(service);
        var read = (await posted.Office.Clerk.GetAsync(Path(posted))).Expect(HttpStatusCode.OK);
        Assert.Equal("True", read["committeeDuty"]);
        Assert.False(read.Json.TryGetProperty("committeeToldOn", out _));
        Assert.Equal([posted.Decision], await ListAsync(posted, told: false));
        Assert.Empty(await ListAsync(posted, told: true));

        var day = read.Json.GetProperty("decidedAt").GetDateTimeOffset();
        var toldOn = $"{Kernel.CivilTime.DayOf(day):yyyy-MM-dd}";
        var told = (await TellAsync(posted, toldOn)).Expect(HttpStatusCode.Created);

        Assert.Equal(toldOn, told["toldOn"]);
        var after = await posted.Office.Clerk.GetAsync(Path(posted));
        Assert.Equal((toldOn, told.ETag), (after["committeeToldOn"], after.ETag));
        Assert.NotEqual(read.ETag, after.ETag); // Who has the old page must not hear 304.
        Assert.Empty(await ListAsync(posted, told: false));
        Assert.Equal([posted.Decision], await ListAsync(posted, told: true));
        (await TellAsync(posted, toldOn)).ExpectProblem(HttpStatusCode.Conflict, "decisions.committee_told");
        await Eventually.Async(async () => Assert.Equal(1L, await service.Host.QueryAsync<long>(
            "select count(*) from platform.seal_blocks " +
            $"where chain = 'committees' and '{posted.Decision}' = any(keys)")));
    }

    [Fact, Trait("rule", "PUB-06")]
    public async Task a_buildings_decision_is_no_assemblys_and_no_day_is_before_it_or_tomorrow()
    {
        var posted = await PostedResult.OfAsync(service);
        foreach (var day in (string[])["2020-01-01", "2099-01-01"])
        {
            var refused = await TellAsync(posted, day);
            refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "decisions.told_on_out_of_range");
            Assert.Equal("PUB-06", refused.Rule);
        }
        Assert.Equal([posted.Decision], await ListAsync(posted, told: false));

        var office = service.NewOffice();
        var estate = await office.RegisterAsync(Estates.Of(3));
        var roll = await office.SealAsync((await office.Clerk.PostAsync("/api/v1/rolls", new
        {
            estateId = estate, scope = new { kind = "BUILDING", building = "1" },
        })).Expect(HttpStatusCode.Created).Id);
        var motion = await office.OpenAsync(roll);
        for (var i = 1; i <= 3; i++) await office.CastAsync(motion, $"10{i}", "FOR");
        var decision = (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK)["decisionId"];
        (await office.Clerk.PostAsync($"/api/v1/decisions/{decision}/committee-notice",
            new { toldOn = "2024-05-06", documentHash = s_paper }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "decisions.no_committee_duty");
        Assert.Empty((await office.Clerk.GetAsync($"/api/v1/decisions?estateId={estate}&committeeTold=false")).Json
            .GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task bad_input_and_strangers_tell_nobody()
    {
        var (posted, other) = (await PostedResult.OfAsync(service), service.NewOffice());
        object body = new { toldOn = "2024-05-06", documentHash = s_paper };
        (await other.Clerk.PostAsync($"{Path(posted)}/committee-notice", body))
            .ExpectProblem(HttpStatusCode.NotFound, "publicity.decision_not_found");
        (await posted.Office.As(Roles.Owner).PostAsync($"{Path(posted)}/committee-notice", body))
            .Expect(HttpStatusCode.Forbidden);
        foreach (var json in (string[])["{}", """{"toldOn":"2024-02-30","documentHash":"x"}""",
            """{"toldOn":"2024-05-06","documentHash":"ABC"}""", """{"toldOn":"2024-05-06"}""", "[]"])
        {
            var answer = await posted.Office.Clerk.PostJsonAsync($"{Path(posted)}/committee-notice", json);
            Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.MediaType));
        }
        (await posted.Office.Clerk.GetAsync("/api/v1/decisions?committeeTold=maybe")).Expect(HttpStatusCode.BadRequest);
        Assert.Equal([posted.Decision], await ListAsync(posted, told: false));
    }

    private static string Path(PostedResult posted) => $"/api/v1/decisions/{posted.Decision}";

    private static Task<Answer> TellAsync(PostedResult posted, string toldOn) =>
        posted.Office.Clerk.PostAsync($"{Path(posted)}/committee-notice", new { toldOn, documentHash = s_paper });

    private static async Task<Guid[]> ListAsync(PostedResult posted, bool told) =>
    [
        .. (await posted.Office.Clerk.GetAsync($"/api/v1/decisions?committeeTold={(told ? "true" : "false")}"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()
            .Select(d => d.GetProperty("id").GetGuid()),
    ];
}

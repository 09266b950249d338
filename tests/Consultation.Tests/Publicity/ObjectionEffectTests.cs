using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Consultation;

namespace CivicPlatform.Consultation.Tests.Publicity;

/// <summary>What objections do to a decision, by policy profile (PUB-03, EVT-01).</summary>
public sealed class ObjectionEffectTests(ConsultationService service)
{
    [Fact, Trait("rule", "PUB-01"), Trait("rule", "PUB-03"), Trait("scenario", "003-7")]
    public async Task the_plan_is_revised_the_objection_settled_and_the_decision_takes_effect()
    {
        using var ended = await service.ListenAsync<PublicityEnded>();
        using var effective = await service.ListenAsync<DecisionEffective>();
        var first = await PostedResult.OfAsync(service);
        var (air, light) = ((await first.ObjectAsync()).Id, (await first.ObjectAsync(reason: "LIGHT")).Id);
        foreach (var step in (string[])["answer", "maintain"])
        {
            (await first.StepAsync(air, step)).Expect(HttpStatusCode.OK);
            (await first.StepAsync(light, step)).Expect(HttpStatusCode.OK);
        }
        (await first.PostAsync('a')).ExpectProblem(HttpStatusCode.Conflict, "publicity.already_running");

        var second = await first.PostAgainAsync('b');
        Assert.Equal(("PENDING", "POSTED", "RESTARTED"), await first.StatusAsync());
        Assert.Equal(("0", "2"), await second.CountAsync("raised", "holding"));
        (await first.StepAsync(air, "settle")).Expect(HttpStatusCode.OK);
        (await first.StepAsync(light, "settle")).Expect(HttpStatusCode.OK);
        Assert.Equal(("2", "0"), await first.CountAsync("settled", "holding"));

        await first.Office.MoveClockToAsync(first.EndsAt.AddSeconds(-1));
        await second.Office.MoveClockToAsync(second.EndsAt.AddSeconds(1));
        var over = await ended.SingleAsync(e => e.AggregateId == second.Motion);
        Assert.False(over.Blocked);
        Assert.Equal(second.Decision, (await effective.SingleAsync(e => e.AggregateId == second.Motion)).DecisionId);
        await second.BecomesAsync("EFFECTIVE", "EFFECTIVE", "ENDED");
    }

    [Theory, Trait("rule", "PUB-03"), Trait("rule", "EVT-01")]
    [InlineData("settle")]
    [InlineData("withdraw")]
    public async Task where_the_profile_blocks_the_last_objector_releases_the_decision(string last)
    {
        using var ended = await service.ListenAsync<PublicityEnded>();
        using var effective = await service.ListenAsync<DecisionEffective>();
        var posted = await PostedResult.OfAsync(service);
        Assert.Equal("BLOCKING", (await posted.Office.Clerk.GetAsync(posted.Path))["objectionEffect"]);
        var (air, light) = ((await posted.ObjectAsync()).Id, (await posted.ObjectAsync(reason: "LIGHT")).Id);
        foreach (var step in (string[])["answer", "maintain"])
            (await posted.StepAsync(air, step)).Expect(HttpStatusCode.OK);
        (await posted.StepAsync(light, "answer")).Expect(HttpStatusCode.OK);

        await posted.Office.MoveClockToAsync(posted.EndsAt.AddSeconds(1));
        Assert.True((await ended.SingleAsync(e => e.AggregateId == posted.Motion)).Blocked);
        Assert.Equal(("PENDING", "BLOCKED", "BLOCKED"), await posted.StatusAsync());
        (await posted.StepAsync(light, "settle")).Expect(HttpStatusCode.OK);
        await service.TwoRoundsOfTheLoopAsync();
        Assert.Equal(("PENDING", "BLOCKED", "BLOCKED"), await posted.StatusAsync());
        Assert.DoesNotContain(effective.Received, e => e.AggregateId == posted.Motion);

        (await posted.StepAsync(air, last)).Expect(HttpStatusCode.OK);

        await posted.BecomesAsync("EFFECTIVE", "EFFECTIVE", "ENDED");
        await effective.SingleAsync(e => e.AggregateId == posted.Motion);
        Assert.Single(ended.Received, e => e.AggregateId == posted.Motion);
    }

    [Fact, Trait("rule", "PUB-03")]
    public async Task where_the_profile_records_only_a_minority_has_no_veto()
    {
        var posted = await PostedResult.OfAsync(service, PostedResult.Shanghai);
        Assert.Equal("RECORD_ONLY", (await posted.Office.Clerk.GetAsync(posted.Path))["objectionEffect"]);
        var objection = (await posted.ObjectAsync()).Id;
        foreach (var step in (string[])["answer", "maintain"])
            (await posted.StepAsync(objection, step)).Expect(HttpStatusCode.OK);

        await posted.Office.MoveClockToAsync(posted.EndsAt.AddSeconds(1));

        await posted.BecomesAsync("EFFECTIVE", "EFFECTIVE", "ENDED");
    }

    [Theory, Trait("rule", "PUB-02"), Trait("rule", "PUB-03")]
    [InlineData(PostedResult.Shanghai, "M7")]
    [InlineData(PostedResult.Laiwu, "M5")]
    public async Task an_objection_without_an_answer_holds_everywhere(string district, string matter)
    {
        var posted = await PostedResult.OfAsync(service, district, matter);
        var objection = (await posted.ObjectAsync(reason: "FUNDS")).Id;
        await posted.Office.MoveClockToAsync(posted.EndsAt.AddSeconds(1));
        await posted.BecomesAsync("PENDING", "BLOCKED", "BLOCKED");

        (await posted.StepAsync(objection, "answer")).Expect(HttpStatusCode.OK);

        await posted.BecomesAsync("EFFECTIVE", "EFFECTIVE", "ENDED");
    }

    [Theory, Trait("rule", "PUB-01"), Trait("rule", "PUB-03")]
    [InlineData('a')]
    [InlineData('b')]
    public async Task what_a_blocked_period_showed_may_be_posted_again_and_the_objection_still_counts(char document)
    {
        var first = await PostedResult.OfAsync(service);
        var objection = (await first.ObjectAsync()).Id;
        await first.Office.MoveClockToAsync(first.EndsAt.AddSeconds(1));
        await first.BecomesAsync("PENDING", "BLOCKED", "BLOCKED");

        var second = await first.PostAgainAsync(document);
        Assert.Equal(("PENDING", "POSTED", "RESTARTED"), await first.StatusAsync());
        Assert.True(second.EndsAt > first.EndsAt);
        await second.Office.MoveClockToAsync(second.EndsAt.AddSeconds(1));
        await second.BecomesAsync("PENDING", "BLOCKED", "BLOCKED");

        (await first.StepAsync(objection, "withdraw")).Expect(HttpStatusCode.OK);
        await second.BecomesAsync("EFFECTIVE", "EFFECTIVE", "ENDED");
    }

    [Fact, Trait("rule", "PUB-03")]
    public async Task a_decision_that_nobody_made_is_not_held()
    {
        var (office, units) = (service.NewOffice(PostedResult.Laiwu), Estates.Of(2));
        var motion = await office.OpenAsync(await office.FreezeAsync(await office.RegisterAsync(units)), "M7");
        foreach (var room in (string[])["101", "102"]) await office.CastAsync(motion, room, "AGAINST");
        await office.CloseAsync(motion);
        var period = await office.PostResultAsync(motion, "小区公告栏");
        (await office.Clerk.PostAsync($"/api/v1/publicity-periods/{period.Id}/objections", new
        {
            ownerRef = "P1", unitId = units[0].UnitId, reason = "PROCEDURE", text = "计票有误",
        })).Expect(HttpStatusCode.Created);

        await office.MoveClockToAsync(period.Json.GetProperty("endsAt").GetDateTimeOffset());

        await CivicPlatform.Testing.Eventually.Async(async () => Assert.Equal(
            "ENDED", (await office.Clerk.GetAsync($"/api/v1/motions/{motion}"))["status"]));
    }
}

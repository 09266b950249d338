using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.ServiceDefaults.Auth;

namespace CivicPlatform.Consultation.Tests.Motions;

public sealed class MotionTests(ConsultationService service)
{
    [Fact, Trait("rule", "VOTE-02")]
    public async Task derives_its_thresholds_and_resolves_its_profile_when_opened()
    {
        var beijing = service.NewOffice();
        var roll = await beijing.FreezeAsync(await beijing.RegisterAsync(Estates.Of(2)));

        var special = await beijing.Clerk.GetAsync($"/api/v1/motions/{await beijing.OpenAsync(roll, "M6")}");
        Assert.Equal(("≥ 2/3", "≥ 3/4"), (special["thresholds.quorum"], special["thresholds.approval"]));
        Assert.Equal("PARTICIPATING", special["thresholds.approvalBase"]);
        Assert.Equal(("BJ", "OPEN", "CC278"), (special["profile.name"], special["status"], special["ruleSet"]));

        var ordinary = await beijing.Clerk.GetAsync($"/api/v1/motions/{await beijing.OpenAsync(roll, "M5")}");
        Assert.Equal("> 1/2", ordinary["thresholds.approval"]);
    }

    [Fact, Trait("rule", "VOTE-02")]
    public async Task needs_a_known_matter_and_refuses_typed_in_thresholds()
    {
        var office = service.NewOffice();
        var roll = await office.FreezeAsync(await office.RegisterAsync(Estates.Of(2)));

        (await office.Clerk.PostAsync("/api/v1/motions", new { rollId = roll, title = "缺少事项" }))
            .Expect(HttpStatusCode.BadRequest);
        var typedIn = Office.Motion(roll, "M6");
        typedIn["quorum"] = "1/2";
        (await office.Clerk.PostAsync("/api/v1/motions", typedIn))
            .Expect(HttpStatusCode.BadRequest);
        var sound = Office.Motion(roll, "M6");
        (await office.As(Roles.Owner).PostAsync("/api/v1/motions", sound)).Expect(HttpStatusCode.Forbidden);
        (await service.NewOffice().Clerk.PostAsync("/api/v1/motions", sound))
            .ExpectProblem(HttpStatusCode.NotFound, "rolls.not_found");
    }

    [Fact, Trait("rule", "VOTE-25")]
    public async Task counts_silence_only_where_adopted_announced_and_delivered()
    {
        var (office, units) = (service.NewOffice(), Estates.Of(12));
        var roll = await office.FreezeAsync(await office.RegisterAsync(units));
        var unannounced = new { clause = "第十二条", noticeShowedConsequence = false };
        (await office.Clerk.PostAsync("/api/v1/motions", Office.Motion(roll, silenceRule: unannounced)))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "motions.silence_not_announced");

        var motion = await office.OpenAsync(
            roll, silenceRule: new { clause = "议事规则第十二条", noticeShowedConsequence = true });
        foreach (var room in (string[])["101", "102", "103", "104"]) await office.CastAsync(motion, room, "FOR");
        await office.CastAsync(motion, "105", "AGAINST");

        (await office.CloseAsync(motion)).ExpectProblem(HttpStatusCode.UnprocessableEntity, "motions.delivery_missing");
        (await office.CloseAsync(motion, new { deliveredUnits = new[] { Guid.NewGuid() } }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "motions.delivered_unit_unknown");
        var closed = await office.CloseAsync(motion, new { deliveredUnits = units.Take(10).Select(u => u.UnitId) });

        Assert.Equal(("PASSED", "5"), (closed["tally.outcome"], closed["tally.silent.heads"]));
        Assert.Equal("FAILED_QUORUM", closed["tally.strict.outcome"]);
        Assert.Equal("5", closed["tally.strict.participating.heads"]);
        var read = await office.Clerk.GetAsync($"/api/v1/motions/{motion}/tally");
        Assert.Equal(closed.Text, read.Text);
    }

    [Fact]
    public async Task is_counted_once_and_tells_the_others_once()
    {
        var office = service.NewOffice();
        var caseId = Guid.CreateVersion7();
        var roll = await office.FreezeAsync(await office.RegisterAsync(Estates.Of(3)));
        using var tallied = await service.ListenAsync<MotionTallied>();
        var motion = await office.OpenAsync(roll, "M5", caseId);
        await office.CastAsync(motion, "101", "FOR");
        await office.CastAsync(motion, "102", "FOR");

        (await office.Clerk.PostAsync($"/api/v1/motions/{motion}/close", new { })).Expect(HttpStatusCode.Forbidden);
        var closes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => office.CloseAsync(motion)));

        Assert.Equal(1, closes.Count(answer => answer.Status is HttpStatusCode.OK));
        Assert.Equal(3, closes.Count(answer => answer.Code is "motions.already_closed"));
        var message = await tallied.SingleAsync(e => e.AggregateId == motion);
        Assert.Equal(("PASSED", 2, 200m, caseId), (message.Outcome, message.ForHeads, message.ForArea, message.CaseId));
        Assert.Equal("TALLIED", (await office.Clerk.GetAsync($"/api/v1/motions/{motion}"))["status"]);
    }

    [Fact]
    public async Task closes_without_a_body_and_only_at_the_version_that_was_seen()
    {
        var office = service.NewOffice();
        var motion = await office.OpenAsync(await office.FreezeAsync(await office.RegisterAsync(Estates.Of(3))));
        var route = $"/api/v1/motions/{motion}/close";

        (await office.TallyClerk.PostAsync(route, new { }, headers: ("If-Match", "\"v7\"")))
            .Expect(HttpStatusCode.PreconditionFailed);
        (await office.TallyClerk.SendAsync(HttpMethod.Post, route, null, Guid.NewGuid().ToString()))
            .Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task that_failed_leaves_no_decision()
    {
        var office = service.NewOffice();
        var motion = await office.OpenAsync(await office.FreezeAsync(await office.RegisterAsync(Estates.Of(3))));
        await office.CastAsync(motion, "101", "FOR");

        var closed = (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK);

        Assert.Equal("FAILED_QUORUM", closed["tally.outcome"]);
        Assert.False(closed.Json.TryGetProperty("decisionId", out _));
    }

    [Fact]
    public async Task is_found_by_case_and_status()
    {
        var office = service.NewOffice();
        var caseId = Guid.CreateVersion7();
        var roll = await office.FreezeAsync(await office.RegisterAsync(Estates.Of(3)));
        var motion = await office.OpenAsync(roll, caseId: caseId);
        await office.OpenAsync(roll);

        var found = await office.Clerk.GetAsync($"/api/v1/motions?caseId={caseId}&status=OPEN");
        var item = Assert.Single(found.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(motion, item.GetProperty("id").GetGuid());
        Assert.Equal(0, (await office.Clerk.GetAsync($"/api/v1/motions?caseId={caseId}&status=TALLIED"))
            .Json.GetProperty("items").GetArrayLength());
        (await office.Clerk.GetAsync("/api/v1/motions?status=LOST")).Expect(HttpStatusCode.BadRequest);
    }
}

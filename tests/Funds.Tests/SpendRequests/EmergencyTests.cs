using System.Net;

namespace CivicPlatform.Funds.Tests.SpendRequests;

/// <summary>The same leak as an emergency (004-16): no vote, and everything else.</summary>
public sealed class EmergencyTests(FundsHost funds)
{
    private static readonly object s_appraised = new
    {
        situation = "ROOF_OR_WALL_LEAK", document = "APPRAISAL", documentHash = SpendOffice.Paper,
    };

    [Fact, Trait("rule", "FUND-24"), Trait("story", "004-16")]
    public async Task a_leak_in_shanghai_needs_its_appraisal_and_the_committee_has_seven_days()
    {
        var office = await SpendOffice.OpenAsync(funds);
        var request = await office.ProposeAsync();
        (await office.StepAsync(request, "emergency", new { situation = "ROOF_OR_WALL_LEAK" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_emergencies.document_missing");
        (await office.StepAsync(request, "emergency", s_appraised)).Expect(HttpStatusCode.OK);

        var district = new { by = new[] { "DISTRICT" }, documentHash = SpendOffice.Paper, harmPresent = true };
        (await office.StepAsync(request, "emergency-confirmation", district))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_emergencies.reply_pending");
        await office.PassAsync(20); // Seven days, and whatever rest days follow them.
        (await office.StepAsync(request, "emergency-confirmation", district)).Expect(HttpStatusCode.OK);
        Assert.Equal("EMERGENCY_CONFIRMED", await office.StatusAsync(request));
        (await office.StepAsync(request, "start-voting", new { motionId = await office.MotionAsync() }))
            .ExpectProblem(HttpStatusCode.Conflict, "spend_requests.wrong_status");
    }

    [Fact, Trait("rule", "FUND-24"), Trait("rule", "PUB-02")]
    public async Task it_hangs_for_the_days_of_the_place_and_takes_objections_meanwhile()
    {
        var office = await SpendOffice.OpenAsync(funds);
        var request = await ConfirmedAsync(office);
        var objection = new
        {
            unitId = office.Units[0].UnitId, reason = "COST", text = "报价偏高", raisedOn = $"{office.Today:yyyy-MM-dd}",
        };
        (await office.StepAsync(request, "objections", objection))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_emergencies.nothing_posted");
        (await office.StepAsync(request, "postings", Posting(office.Today.AddDays(-1))))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_emergencies.posted_too_early");
        var posted = (await office.StepAsync(request, "postings", Posting(office.Today))).Expect(HttpStatusCode.OK);
        var until = DateOnly.Parse(posted["emergency.postedUntil"], null);
        Assert.True(until >= office.Today.AddDays(7));

        (await office.StepAsync(request, "objections", objection with { unitId = office.Units[6].UnitId }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_emergencies.unit_outside");
        var raised = (await office.StepAsync(request, "objections", objection)).Expect(HttpStatusCode.Created);
        Assert.DoesNotContain("报价偏高", raised.Text, StringComparison.Ordinal);
        var answer = $"objections/{raised.Id}/answer";
        (await office.StepAsync(request, answer, new { text = "已附三家比价" })).Expect(HttpStatusCode.OK);
        (await office.StepAsync(request, answer, new { text = "再答" }))
            .ExpectProblem(HttpStatusCode.Conflict, "spend_emergencies.answered");
        var line = (await office.Manager.GetAsync($"/api/v1/spend-requests/{request}/objections"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items")[0];
        Assert.Equal(("报价偏高", "已附三家比价"),
            (line.GetProperty("text").GetString(), line.GetProperty("answer").GetString()));
        Assert.Equal(0L, await funds.Host.QueryAsync<long>(
            "select count(*) from spend_objections where position('报价'::bytea in words) > 0"));
        await office.PassAsync(until.DayNumber - office.Today.DayNumber + 1);
        (await office.StepAsync(request, "objections", objection with { raisedOn = $"{until.AddDays(1):yyyy-MM-dd}" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_emergencies.outside_posting");
    }

    [Fact, Trait("rule", "FUND-24")]
    public async Task what_the_owners_decided_is_posted_with_their_decision_and_not_here()
    {
        var office = await SpendOffice.OpenAsync(funds);
        var (request, _) = await office.DecidedAsync();
        (await office.StepAsync(request, "postings", Posting(office.Today)))
            .ExpectProblem(HttpStatusCode.Conflict, "spend_requests.wrong_status");
    }

    private static async Task<Guid> ConfirmedAsync(SpendOffice office)
    {
        var request = await office.ProposeAsync();
        (await office.StepAsync(request, "emergency", s_appraised)).Expect(HttpStatusCode.OK);
        (await office.StepAsync(request, "emergency-confirmation",
            new { by = new[] { "COMMITTEE" }, documentHash = SpendOffice.Paper })).Expect(HttpStatusCode.OK);
        return request;
    }

    private static object Posting(DateOnly on) => new
    {
        places = new[] { "小区公告栏", "1单元门口" }, evidenceHash = SpendOffice.Paper, postedOn = $"{on:yyyy-MM-dd}",
    };
}

using System.Net;
using System.Text.Json;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.ServiceDefaults.Auth;

namespace CivicPlatform.Consultation.Tests.Publicity;

/// <summary>Who objects, when, and how an objection moves (PUB-02).</summary>
public sealed class ObjectionTests(ConsultationService service)
{
    private const string Words = "电梯井紧贴厨房窗户";

    [Fact, Trait("rule", "PUB-02")]
    public async Task an_owner_on_the_roll_objects_and_nobody_else()
    {
        using var raised = await service.ListenAsync<ObjectionRaised>();
        var posted = await PostedResult.OfAsync(service);

        var answer = await posted.ObjectAsync();

        answer.Expect(HttpStatusCode.Created);
        Assert.Equal(("OPEN", "VENTILATION"), (answer["state"], answer["reason"]));
        var told = await raised.SingleAsync(e => e.MotionId == posted.Motion);
        Assert.Equal((posted.Period, "VENTILATION", 1), (told.AggregateId, told.Reason, told.Objections));
        foreach (var (owner, unit) in ((string, Guid)[])[("P1", posted.Objector.UnitId), ("P4", Guid.NewGuid())])
        {
            var refused = await posted.ObjectAsync(owner: owner, unit: unit);
            refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "objections.not_an_owner");
            Assert.Equal("PUB-02", refused.Rule);
        }
        Assert.Equal(("1", "1"), await posted.CountAsync("raised", "open"));
    }

    [Fact, Trait("rule", "PUB-02"), Trait("rule", "PRIV-04")]
    public async Task words_are_shown_to_the_staff_who_answer_and_to_nobody_else()
    {
        using var raised = await service.ListenAsync<ObjectionRaised>();
        var posted = await PostedResult.OfAsync(service);
        var answer = await posted.ObjectAsync(text: Words);
        (await posted.StepAsync(answer.Id, "answer")).Expect(HttpStatusCode.OK);

        var line = (await posted.Office.As(Roles.Mediator).GetAsync($"{posted.Path}/objections"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items")[0];
        Assert.Equal((Words, "已将井道外移", "P4"), (line.GetProperty("text").GetString(),
            line.GetProperty("answer").GetString(), line.GetProperty("ownerRef").GetString()));
        (await posted.Office.As(Roles.Owner).GetAsync($"{posted.Path}/objections")).Expect(HttpStatusCode.Forbidden);
        var counts = (await posted.Office.As(Roles.Owner).GetAsync($"{posted.Path}/objection-counts"))
            .Expect(HttpStatusCode.OK);
        Assert.DoesNotContain("P4", counts.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Words, answer.Text, StringComparison.Ordinal);
        var told = JsonSerializer.Serialize(await raised.SingleAsync(e => e.MotionId == posted.Motion));
        Assert.DoesNotContain("P4", told, StringComparison.Ordinal);
        Assert.Equal(0L, await service.Host.QueryAsync<long>(
            "select count(*) from objections where encode(text || coalesce(answer, ''), 'hex') like " +
            $"'%{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes("厨房"))}%'"));
    }

    [Fact, Trait("rule", "PUB-02")]
    public async Task the_last_day_is_inside_and_midnight_is_not()
    {
        var posted = await PostedResult.OfAsync(service);
        await posted.Office.MoveClockToAsync(posted.EndsAt.AddMinutes(-5));
        (await posted.ObjectAsync()).Expect(HttpStatusCode.Created);

        await posted.Office.MoveClockToAsync(posted.EndsAt);
        var late = await posted.ObjectAsync(reason: "LIGHT");

        late.ExpectProblem(HttpStatusCode.UnprocessableEntity, "objections.outside_period");
        Assert.Equal("PUB-02", late.Rule);
    }

    [Fact, Trait("rule", "PUB-01"), Trait("rule", "PUB-02")]
    public async Task a_period_that_began_again_takes_no_more_objections()
    {
        var posted = await PostedResult.OfAsync(service);
        var revised = await posted.PostAgainAsync('b');

        (await posted.ObjectAsync()).ExpectProblem(HttpStatusCode.UnprocessableEntity, "objections.outside_period");
        (await revised.ObjectAsync()).Expect(HttpStatusCode.Created);
    }

    [Theory, Trait("rule", "PUB-02")]
    [InlineData("", "settle")]
    [InlineData("", "maintain")]
    [InlineData("answer", "answer")]
    [InlineData("answer maintain", "maintain")]
    [InlineData("answer maintain", "answer")]
    [InlineData("answer settle", "withdraw")]
    [InlineData("answer settle", "maintain")]
    [InlineData("withdraw", "answer")]
    [InlineData("answer maintain withdraw", "settle")]
    public async Task no_step_is_taken_out_of_turn(string before, string step)
    {
        var posted = await PostedResult.OfAsync(service);
        var objection = (await posted.ObjectAsync()).Id;
        var steps = before.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var taken in steps) (await posted.StepAsync(objection, taken)).Expect(HttpStatusCode.OK);

        var refused = await posted.StepAsync(objection, step);

        refused.ExpectProblem(HttpStatusCode.Conflict, "objections.wrong_state");
        Assert.Equal(1L + steps.Length, await EntriesAsync(objection));
    }

    [Fact, Trait("rule", "PUB-02")]
    public async Task the_history_is_kept_for_ever()
    {
        var posted = await PostedResult.OfAsync(service);
        var objection = (await posted.ObjectAsync()).Id;
        foreach (var step in (string[])["answer", "maintain", "settle"])
            (await posted.StepAsync(objection, step)).Expect(HttpStatusCode.OK);

        Assert.Equal("OPEN,ANSWERED,MAINTAINED,SETTLED", await service.Host.QueryAsync<string>(
            $"select string_agg(state, ',' order by id) from objection_entries where objection_id = '{objection}'"));
        var refusal = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => service.Host.QueryAsync<Guid>(
            $"delete from objection_entries where objection_id = '{objection}' returning id"));
        Assert.Contains("append", refusal.MessageText, StringComparison.OrdinalIgnoreCase);
        await Testing.Eventually.Async(async () => Assert.Equal(4L, await service.Host.QueryAsync<long>(
            "select count(*) from objection_entries e join platform.seal_blocks b on b.chain = 'objections' and " +
            $"e.id::text = any(b.keys) where objection_id = '{objection}'")));
    }

    [Fact, Trait("rule", "PUB-02")]
    public async Task a_repeated_request_raises_one_objection()
    {
        var posted = await PostedResult.OfAsync(service);
        var key = $"{Guid.NewGuid()}";

        var (first, again) = (await posted.ObjectAsync(key: key), await posted.ObjectAsync(key: key));

        Assert.Equal((HttpStatusCode.Created, first.Id), (again.Status, again.Id));
        (await posted.ObjectAsync()).ExpectProblem(HttpStatusCode.Conflict, "objections.already_raised");
        var step = $"{Guid.NewGuid()}";
        (await posted.StepAsync(first.Id, "answer", step)).Expect(HttpStatusCode.OK);
        (await posted.StepAsync(first.Id, "answer", step)).Expect(HttpStatusCode.OK);
        Assert.Equal(2L, await EntriesAsync(first.Id));
        (await posted.StepAsync(first.Id, "withdraw")).Expect(HttpStatusCode.OK);
        (await posted.ObjectAsync()).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task objections_belong_to_their_office_and_to_those_who_may()
    {
        var (posted, other) = (await PostedResult.OfAsync(service), service.NewOffice());
        var objection = (await posted.ObjectAsync()).Id;
        var step = $"{posted.Path}/objections/{objection}/withdraw";

        (await other.Clerk.PostAsync($"{posted.Path}/objections", posted.Body())).Expect(HttpStatusCode.NotFound);
        (await other.Clerk.PostAsync(step, new { })).Expect(HttpStatusCode.NotFound);
        (await other.Clerk.GetAsync($"{posted.Path}/objections")).Expect(HttpStatusCode.NotFound);
        (await other.Clerk.GetAsync($"{posted.Path}/objection-counts")).Expect(HttpStatusCode.NotFound);
        foreach (var role in (string[])[Roles.Owner, Roles.TallyClerk, Roles.Contractor])
        {
            (await posted.Office.As(role).PostAsync($"{posted.Path}/objections", posted.Body()))
                .Expect(HttpStatusCode.Forbidden);
            (await posted.Office.As(role).PostAsync(step, new { })).Expect(HttpStatusCode.Forbidden);
        }
        (await posted.StepAsync(Guid.NewGuid(), "withdraw"))
            .ExpectProblem(HttpStatusCode.NotFound, "objections.not_found");
    }

    [Theory]
    [InlineData("""{"ownerRef":"P4","unitId":"UNIT","reason":"NOISE","text":" "}""")]
    [InlineData("""{"ownerRef":"","unitId":"UNIT","reason":"NOISE","text":"吵"}""")]
    [InlineData("""{"ownerRef":"P4","unitId":"UNIT","reason":"SMELL","text":"吵"}""")]
    [InlineData("""{"ownerRef":"P4","unitId":"1","reason":"NOISE","text":"吵"}""")]
    [InlineData("""{"ownerRef":"P4","unitId":"UNIT","reason":"NOISE"}""")]
    [InlineData("""{"ownerRef":"P4","unitId":"UNIT","reason":"NOISE","text":"吵","state":"SETTLED"}""")]
    [InlineData("""{"ownerRef":"P4","unitId":"UNIT","reason":"NOISE","text":"LONG"}""")]
    public async Task bad_input_changes_nothing(string json)
    {
        var posted = await PostedResult.OfAsync(service);

        var answer = await posted.Office.Clerk.PostJsonAsync($"{posted.Path}/objections", json
            .Replace("UNIT", $"{posted.Objector.UnitId}", StringComparison.Ordinal)
            .Replace("LONG", new string('长', 1_001), StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.MediaType));
        Assert.Equal(("0", "0"), await posted.CountAsync("raised", "holding"));
    }

    private Task<long> EntriesAsync(Guid objection) => service.Host.QueryAsync<long>(
        $"select count(*) from objection_entries where objection_id = '{objection}'");
}

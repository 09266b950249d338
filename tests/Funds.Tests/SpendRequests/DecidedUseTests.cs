using System.Net;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.SpendRequests;

/// <summary>Money starts on an effective decision of the right matter, scope and amount (EVT-01).</summary>
public sealed class DecidedUseTests(FundsHost funds)
{
    [Fact, Trait("rule", "EVT-01"), Trait("story", "004-10")]
    public async Task an_effective_decision_approves_and_counts_as_posted()
    {
        var office = await SpendOffice.OpenAsync(funds);
        var (request, decision) = await office.DecidedAsync();

        var read = (await office.Manager.GetAsync($"/api/v1/spend-requests/{request}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("PUBLICISED", "28600.00", $"{decision}"),
            (read["status"], read["approved"], read["decisionId"]));
        var moves = (await office.Manager.GetAsync($"/api/v1/spend-requests/{request}/moves")).Json
            .GetProperty("items");
        Assert.Equal(["PROPOSE", "START_VOTING", "APPROVE", "PUBLICISE"],
            moves.EnumerateArray().Select(m => m.GetProperty("step").GetString()));
        Assert.Equal([1, 2, 3, 4], moves.EnumerateArray().Select(m => m.GetProperty("number").GetInt32()));
    }

    [Theory, Trait("rule", "EVT-01")]
    [InlineData("matter", "decision_of_other_matter")]
    [InlineData("estate", "decision_of_other_estate")]
    [InlineData("scope", "decision_of_other_scope")]
    [InlineData("building", "decision_of_other_scope")]
    [InlineData("entrance", "decision_of_other_scope")]
    [InlineData("amount", "amount_not_approved")]
    [InlineData("no amount", "amount_not_approved")]
    [InlineData("motion", "decision_of_other_motion")]
    [InlineData("day", "decision_not_effective")]
    public async Task another_decision_approves_nothing(string other, string code)
    {
        var office = await SpendOffice.OpenAsync(funds);
        var (request, motion) = (await office.ProposeAsync(), await office.MotionAsync());
        (await office.StepAsync(request, "start-voting", new { motionId = motion })).Expect(HttpStatusCode.OK);
        var decision = await office.DecideAsync(motion, d => other switch
        {
            "matter" => d with { MatterCode = "M6" },
            "estate" => d with { EstateId = Guid.CreateVersion7() },
            "scope" => d with { Scope = "AREA", Building = null, Entrance = null },
            "building" => d with { Building = "2" },
            "entrance" => d with { Entrance = "2" },
            "amount" => d with { Amount = 28_599.99m },
            "no amount" => d with { Amount = null },
            "motion" => d with { AggregateId = Guid.CreateVersion7() },
            _ => d with { EffectiveOn = office.Today.AddDays(1) },
        });

        (await office.StepAsync(request, "approve", new { decisionId = decision }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, $"spend_requests.{code}");
        (await office.StepAsync(request, "approve", new { decisionId = Guid.CreateVersion7() }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_requests.decision_not_effective");
        Assert.Equal("VOTING", await office.StatusAsync(request));
    }

    [Fact, Trait("rule", "EVT-01")]
    public async Task the_owners_amount_is_spent_once()
    {
        var office = await SpendOffice.OpenAsync(funds);
        var motion = await office.MotionAsync();
        Guid[] requests = [await office.ProposeAsync(), await office.ProposeAsync()];
        foreach (var request in requests)
            (await office.StepAsync(request, "start-voting", new { motionId = motion })).Expect(HttpStatusCode.OK);
        var decision = await office.DecideAsync(motion);

        var answers = await Task.WhenAll(
            requests.Select(request => office.StepAsync(request, "approve", new { decisionId = decision })));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], answers.Select(a => a.Status).Order());
        answers.Single(a => a.Status is not HttpStatusCode.OK)
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_requests.decision_used");
    }

    [Fact, Trait("rule", "VOTE-20")]
    public async Task a_motion_of_another_matter_or_scope_is_not_named()
    {
        var office = await SpendOffice.OpenAsync(funds);
        var request = await office.ProposeAsync();
        foreach (var motion in (Guid[])[await office.MotionAsync("M6"), await office.MotionAsync(scope: "AREA"),
            await office.MotionAsync(building: "2")])
        {
            (await office.StepAsync(request, "start-voting", new { motionId = motion }))
                .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_requests.motion_of_other");
        }
        (await office.StepAsync(request, "start-voting", new { motionId = Guid.CreateVersion7() }))
            .ExpectProblem(HttpStatusCode.Conflict, "spend_requests.motion_unknown");
        Assert.Equal("PROPOSED", await office.StatusAsync(request));
    }

    [Theory, Trait("rule", "VOTE-02"), Trait("story", "004-10")]
    [InlineData("FAILED_APPROVAL")]
    [InlineData("FAILED_QUORUM")]
    public async Task a_vote_that_failed_ends_the_request_and_no_other_starts_on_it(string outcome)
    {
        var office = await SpendOffice.OpenAsync(funds);
        var (request, later, motion) =
            (await office.ProposeAsync(), await office.ProposeAsync(), await office.MotionAsync());
        (await office.StepAsync(request, "start-voting", new { motionId = motion })).Expect(HttpStatusCode.OK);

        await office.TallyAsync(motion, outcome);

        await Eventually.Async(async () => Assert.Equal("REJECTED_VOTE", await office.StatusAsync(request)));
        (await office.StepAsync(later, "start-voting", new { motionId = motion }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_requests.vote_failed");
        (await office.StepAsync(request, "start-voting", new { motionId = await office.MotionAsync() }))
            .ExpectProblem(HttpStatusCode.Conflict, "spend_requests.wrong_status");
    }

    [Fact, Trait("rule", "EVT-01")]
    public async Task a_vote_that_passed_starts_nothing_by_itself()
    {
        var office = await SpendOffice.OpenAsync(funds);
        var (request, motion) = (await office.ProposeAsync(), await office.MotionAsync());
        (await office.StepAsync(request, "start-voting", new { motionId = motion })).Expect(HttpStatusCode.OK);
        await office.TallyAsync(motion, "PASSED");
        await Eventually.Async(async () => Assert.Equal("PASSED", await funds.Host.QueryAsync<string>(
            $"select outcome from voted_motions where motion_id = '{motion}'")));
        Assert.Equal("VOTING", await office.StatusAsync(request));
    }

    [Fact, Trait("rule", "EVT-01"), Trait("rule", "PUB-04")]
    public async Task a_revoked_decision_freezes_the_request()
    {
        var office = await SpendOffice.OpenAsync(funds);
        var (request, decision) = await office.DecidedAsync();
        await office.RevokeAsync(decision);

        var frozen = (await office.StepAsync(request, "hold", new { documentHash = SpendOffice.Paper, note = "异议" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "spend_requests.decision_revoked");
        Assert.Equal("EVT-01", frozen.Rule);
        var read = await office.Manager.GetAsync($"/api/v1/spend-requests/{request}");
        Assert.Equal(("PUBLICISED", "True"), (read["status"], read["frozen"]));
        var list = await office.Manager.GetAsync($"/api/v1/spend-requests?estateId={office.Estate}");
        Assert.True(list.Json.GetProperty("items")[0].GetProperty("frozen").GetBoolean());
    }

    [Fact, Trait("rule", "PUB-02")]
    public async Task an_objection_holds_everything_until_it_is_settled()
    {
        var office = await SpendOffice.OpenAsync(funds);
        var (request, _) = await office.DecidedAsync();
        (await office.StepAsync(request, "hold", new { documentHash = SpendOffice.Paper, note = "书面异议" }))
            .Expect(HttpStatusCode.OK);
        Assert.Equal("OBJECTED", await office.StatusAsync(request));
        (await office.StepAsync(request, "hold", new { documentHash = SpendOffice.Paper, note = "再次异议" }))
            .ExpectProblem(HttpStatusCode.Conflict, "spend_requests.wrong_status");
        (await office.StepAsync(request, "resume", new { documentHash = SpendOffice.Paper, note = "已了结" }))
            .Expect(HttpStatusCode.OK);
        Assert.Equal("PUBLICISED", await office.StatusAsync(request));
    }

    [Fact]
    public async Task the_steps_are_facts_that_nobody_changes_and_that_are_sealed()
    {
        var office = await SpendOffice.OpenAsync(funds);
        var (request, _) = await office.DecidedAsync();
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => FundsHost.ExecuteAsync(
            funds.Host.Database.Superuser,
            $"update spend_request_moves set actor = 'x' where request_id = '{request}'"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => FundsHost.ExecuteAsync(
            funds.Host.Database.Superuser, $"delete from spend_request_moves where request_id = '{request}'"));
    }
}

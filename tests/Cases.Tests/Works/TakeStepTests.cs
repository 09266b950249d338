using System.Net;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Cases.Tests.Works;

public sealed class TakeStepTests(CasesHost host)
{
    [Fact, Trait("rule", "LIFT-01")]
    public async Task a_lift_goes_through_its_steps_in_order_and_back_into_service()
    {
        var project = await ScheduledAsync();

        (await project.StepAsync("4", "1", "PUT_INTO_SERVICE"))
            .ExpectProblem(HttpStatusCode.Conflict, "works.wrong_order");
        foreach (var (step, state) in new[]
        {
            ("START_WORKS", "IN_WORKS"), ("REQUEST_ACCEPTANCE", "ACCEPTANCE"), ("PUT_INTO_SERVICE", "IN_SERVICE"),
        })
        {
            var taken = (await project.StepAsync("4", "1", step)).Expect(HttpStatusCode.OK);
            Assert.Equal((state, "clerk-1"), (taken["state"], await LastClerkAsync(project)));
        }
        Assert.Equal(
            "IN_SERVICE", (await host.Clerk.GetAsync(project.Path)).Json.GetProperty("lifts").EnumerateArray()
                .Single(l => $"{l.GetProperty("building")}/{l.GetProperty("liftNo")}" == "4/1")
                .GetProperty("state").GetString());
    }

    [Fact, Trait("rule", "EVT-01")]
    public async Task a_clerk_cannot_schedule_what_no_money_has_reached()
    {
        var project = await ScheduledAsync();

        var answer = await project.StepAsync("5", "1", "SCHEDULE");

        answer.ExpectProblem(HttpStatusCode.UnprocessableEntity, "works.step_not_by_hand");
        (await project.StepAsync("5", "1", "START_WORKS"))
            .ExpectProblem(HttpStatusCode.Conflict, "works.wrong_order");
    }

    [Fact]
    public async Task a_stale_version_is_refused_and_the_present_one_taken()
    {
        var project = await ScheduledAsync();
        var tag = (await host.Clerk.GetAsync(project.Path)).ETag!;

        (await project.StepAsync("4", "1", "START_WORKS", null, ("If-Match", "\"v1\"")))
            .Expect(HttpStatusCode.PreconditionFailed);
        var taken = (await project.StepAsync("4", "1", "START_WORKS", null, ("If-Match", tag)))
            .Expect(HttpStatusCode.OK);

        Assert.NotEqual(tag, taken.ETag);
        Assert.Equal(taken.ETag, (await host.Clerk.GetAsync(project.Path)).ETag);
        (await host.Clerk.GetAsync(project.Path, ("If-None-Match", taken.ETag!))).Expect(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task a_step_cannot_lie_in_the_future()
    {
        var project = await ScheduledAsync();
        var lift = await project.LiftAsync("4", "1");

        (await host.Clerk.PostAsync(
                $"{project.Path}/lifts/{lift}/steps", new { step = "START_WORKS", on = "2999-01-01" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "works.step_in_future");
        (await host.Clerk.PostAsync($"{project.Path}/lifts/{Guid.NewGuid()}/steps", new { step = "START_WORKS" }))
            .ExpectProblem(HttpStatusCode.NotFound, "works.lift_not_found");
    }

    [Fact]
    public async Task one_of_two_clerks_at_the_same_moment_takes_the_step()
    {
        var project = await ScheduledAsync();
        var clerks = new[] { host.First, host.Second }
            .Select((h, i) => h.As(Roles.StreetClerk, CasesHost.Street, $"clerk-{i}"));

        var answers = await Task.WhenAll(clerks.Select(c => project.StepAsync("4", "2", "START_WORKS", c)));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(a => a.Status).Order());
    }

    [Fact]
    public async Task another_office_sees_no_project_and_takes_no_step()
    {
        var project = await ScheduledAsync();

        (await host.Stranger.GetAsync(project.Path)).ExpectProblem(HttpStatusCode.NotFound, "works.project_not_found");
        (await project.StepAsync("4", "1", "START_WORKS", host.Stranger)).Expect(HttpStatusCode.NotFound);
        Assert.DoesNotContain(project.Id.ToString(), (await host.Stranger.GetAsync("/api/v1/works-projects")).Text);
        (await host.OpenProjectAsync(await host.RegisterAsync(), Guid.NewGuid(), host.Stranger))
            .Expect(HttpStatusCode.NotFound);
        (await project.StepAsync("4", "1", "START_WORKS", host.First.As(Roles.Auditor, CasesHost.Street)))
            .Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task a_case_opens_one_project_for_an_estate_and_the_same_key_gives_the_same_bytes()
    {
        var (caseId, estate, key) = (await host.RegisterAsync(), Guid.CreateVersion7(), Guid.NewGuid().ToString());

        var first = (await host.OpenProjectAsync(caseId, estate, key: key)).Expect(HttpStatusCode.Created);

        Assert.Equal(first.Text, (await host.OpenProjectAsync(caseId, estate, key: key)).Text);
        (await host.OpenProjectAsync(caseId, estate)).ExpectProblem(HttpStatusCode.Conflict, "works.project_exists");
        var list = (await host.Clerk.GetAsync($"/api/v1/works-projects?caseId={caseId}")).Expect(HttpStatusCode.OK);
        var item = Assert.Single(list.Json.GetProperty("items").EnumerateArray());
        Assert.Equal((18, 0), (item.GetProperty("lifts").GetInt32(), item.GetProperty("liftsInService").GetInt32()));
    }

    [Theory]
    [InlineData("""{"template":"PYRAMID"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"lifts":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"lifts":[null]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"lifts":[{"building":"1"}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"lifts":[{"building":"1","liftNo":"1"},{"building":"1","liftNo":"1"}]}""",
        HttpStatusCode.UnprocessableEntity)]
    public async Task a_project_that_makes_no_sense_is_refused(string change, HttpStatusCode status)
    {
        var body = System.Text.Json.Nodes.JsonNode.Parse("""
            {"template":"LIFT_OVERHAUL","lifts":[{"building":"1","liftNo":"1"}]}
            """)!.AsObject();
        body["caseId"] = await host.RegisterAsync();
        body["estateId"] = Guid.NewGuid();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject())
            body[name] = value?.DeepClone();

        (await host.Clerk.PostJsonAsync("/api/v1/works-projects", body.ToJsonString())).Expect(status);
    }

    private async Task<Project> ScheduledAsync()
    {
        var chain = new Chain(await host.RegisterAsync(), Guid.CreateVersion7());
        var project = (await host.OpenProjectAsync(chain.CaseId, chain.EstateId)).Expect(HttpStatusCode.Created).Id;
        await host.First.PublishAsync(chain.Decided());
        await host.Second.PublishAsync(chain.Reached("4"));
        await Eventually.Async(async () => Assert.Equal(
            "3", (await host.Clerk.GetAsync($"/api/v1/works-projects/{project}"))["states.SCHEDULED"]));
        return new Project(host, project);
    }

    private Task<string> LastClerkAsync(Project project) => host.First.QueryAsync<string>(
        $"select taken_by from works_steps where project_id = '{project.Id}' order by sequence desc limit 1");
}

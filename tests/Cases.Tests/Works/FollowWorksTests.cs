using System.Net;
using CivicPlatform.Contracts;
using CivicPlatform.Contracts.Cases;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Testing;

namespace CivicPlatform.Cases.Tests.Works;

public sealed class FollowWorksTests(CasesHost host)
{
    [Fact, Trait("rule", "RAISE-03")]
    public async Task a_threshold_told_three_times_and_shuffled_takes_effect_once()
    {
        var chain = new Chain(await host.RegisterAsync(), Guid.CreateVersion7());
        var project = (await host.OpenProjectAsync(chain.CaseId, chain.EstateId)).Expect(HttpStatusCode.Created).Id;

        var (once, all) = (chain.Reached("4"), (string[])["1", "2", "3", "4", "5", "6"]);
        await TellAsync(chain.Reached("4"), once, chain.Advanced(all), once, chain.Decided(), chain.Reached("4"),
            chain.Decided(), chain.Advanced(all));
        await ConsumedAsync(chain, 7); // All but the one that is the same message twice.

        await Eventually.Async(async () => Assert.Equal(8, (await LiftsAsync(project, "SCHEDULED")).Count));
        Assert.Equal(["1/1", "2/1", "3/1", "4/1", "4/2", "4/3", "5/1", "6/1"], await LiftsAsync(project, "SCHEDULED"));
        Assert.Equal(8L, await CountAsync("works_steps", project));
        Assert.Equal(3L, await host.First.QueryAsync<long>(
            $"select count(*) from works_facts where case_id = '{chain.CaseId}'"));
    }

    [Fact, Trait("rule", "RAISE-04")]
    public async Task the_other_buildings_stay_exactly_as_they_were()
    {
        var chain = new Chain(await host.RegisterAsync(), Guid.CreateVersion7());
        var project = (await host.OpenProjectAsync(chain.CaseId, chain.EstateId)).Id;

        await TellAsync(chain.Decided(), chain.Reached("4"));

        await Eventually.Async(async () =>
            Assert.Equal(["4/1", "4/2", "4/3"], await LiftsAsync(project, "SCHEDULED")));
        Assert.Equal(15, (await LiftsAsync(project, "OUT_OF_SERVICE")).Count);
        Assert.Equal(3L, await CountAsync("works_steps", project));
    }

    [Fact, Trait("rule", "EVT-01")]
    public async Task what_was_told_before_the_project_takes_effect_when_it_opens()
    {
        var chain = new Chain(await host.RegisterAsync(), Guid.CreateVersion7());
        await TellAsync(chain.Reached("4"), chain.Advanced("5"), chain.Decided());
        await ConsumedAsync(chain, 3);

        var opened = (await host.OpenProjectAsync(chain.CaseId, chain.EstateId)).Expect(HttpStatusCode.Created);

        Assert.Equal(("DECIDED", "4"), (opened["status"], opened["states.SCHEDULED"]));
        Assert.Equal(["4/1", "4/2", "4/3", "5/1"], await LiftsAsync(opened.Id, "SCHEDULED"));
    }

    [Fact, Trait("rule", "EVT-01")]
    public async Task opening_and_telling_at_the_same_moment_lose_nothing()
    {
        for (var round = 0; round < 8; round++)
        {
            var chain = new Chain(await host.RegisterAsync(), Guid.CreateVersion7());
            var telling = TellAsync(chain.Decided(), chain.Reached("4"));
            var project = (await host.OpenProjectAsync(chain.CaseId, chain.EstateId)).Id;
            await telling;

            await Eventually.Async(async () => Assert.Equal(3, (await LiftsAsync(project, "SCHEDULED")).Count));
        }
    }

    [Fact, Trait("rule", "EVT-01")]
    public async Task money_without_a_decision_moves_nothing()
    {
        var chain = new Chain(await host.RegisterAsync(), Guid.CreateVersion7());
        var project = (await host.OpenProjectAsync(chain.CaseId, chain.EstateId)).Id;

        await TellAsync(chain.Reached("4"), chain.Advanced("1"));
        await ConsumedAsync(chain, 2);

        Assert.Empty(await LiftsAsync(project, "SCHEDULED"));
    }

    [Fact]
    public async Task another_offices_events_move_nothing_of_ours()
    {
        var chain = new Chain(await host.RegisterAsync(), Guid.CreateVersion7());
        var project = (await host.OpenProjectAsync(chain.CaseId, chain.EstateId)).Id;
        var foreign = chain with { Street = CasesHost.OtherStreet };

        IIntegrationEvent[] told = [foreign.Decided(), foreign.Reached("4"), chain.Decided()];
        await TellAsync(told);
        var ids = string.Join(',', told.Select(e => $"'{e.EventId}'"));
        await Eventually.Async(async () => Assert.Equal(3L, await host.First.QueryAsync<long>(
            $"select count(*) from platform.inbox where queue = 'cases-follow-works' and message_id in ({ids})")));

        Assert.Empty(await LiftsAsync(project, "SCHEDULED"));
        Assert.Equal(1L, await host.First.QueryAsync<long>(
            $"select count(*) from works_facts where case_id = '{chain.CaseId}'"));
    }

    [Fact, Trait("rule", "RAISE-03")]
    public async Task a_refund_under_the_threshold_raises_one_alert_and_works_go_on()
    {
        var chain = new Chain(await host.RegisterAsync(), Guid.CreateVersion7());
        var project = (await host.OpenProjectAsync(chain.CaseId, chain.EstateId)).Id;

        await TellAsync(chain.Decided(), chain.Reached("4"), chain.Fell("4"), chain.Fell("4"));

        await Eventually.Async(async () => Assert.Equal(1L, await CountAsync("works_alerts", project)));
        await ConsumedAsync(chain, 4);
        var read = await host.Clerk.GetAsync($"/api/v1/works-projects/{project}");
        var alert = Assert.Single(read.Json.GetProperty("alerts").EnumerateArray());
        Assert.Equal("143619.30", alert.GetProperty("collected").GetString());
        Assert.Equal(["4/1", "4/2", "4/3"], await LiftsAsync(project, "SCHEDULED"));
    }

    [Fact, Trait("rule", "EVT-01")]
    public async Task a_revoked_decision_freezes_the_open_steps()
    {
        var chain = new Chain(await host.RegisterAsync(), Guid.CreateVersion7());
        var project = (await host.OpenProjectAsync(chain.CaseId, chain.EstateId)).Id;
        await TellAsync(chain.Decided(), chain.Reached("4"));
        await Eventually.Async(async () => Assert.Equal(3, (await LiftsAsync(project, "SCHEDULED")).Count));

        await TellAsync(chain.Revoked());
        await Eventually.Async(async () => Assert.Equal(
            "FROZEN", (await host.Clerk.GetAsync($"/api/v1/works-projects/{project}"))["status"]));

        var step = await new Project(host, project).StepAsync("4", "1", "START_WORKS");
        step.ExpectProblem(HttpStatusCode.UnprocessableEntity, "works.frozen");
        Assert.Equal("EVT-01", step.Rule);
        Assert.Equal(3, (await LiftsAsync(project, "SCHEDULED")).Count);
    }

    [Fact]
    public async Task a_project_cannot_name_another_offices_estate()
    {
        var estate = Guid.CreateVersion7();
        await TellAsync(new EstateRegistered
        {
            AggregateId = estate, AggregateVersion = 1, OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = CasesHost.OtherStreet, DivisionCode = CasesHost.OtherStreet + "001", Name = "别处小区",
            Units = 1, Area = 80m,
        });
        await Eventually.Async(async () => Assert.Equal(
            1L, await host.First.QueryAsync<long>($"select count(*) from estates where id = '{estate}'")));

        (await host.OpenProjectAsync(await host.RegisterAsync(), estate))
            .ExpectProblem(HttpStatusCode.NotFound, "works.estate_not_found");
    }

    private async Task TellAsync(params IIntegrationEvent[] events)
    {
        foreach (var (i, message) in events.Index())
            await (i % 2 == 0 ? host.First : host.Second).PublishAsync(message);
    }

    // Every telling of the chain's own ids has passed the inbox of the works queue.
    private Task ConsumedAsync(Chain chain, int atLeast) => Eventually.Async(async () => Assert.True(
        await host.First.QueryAsync<long>(
            "select count(*) from platform.inbox i where queue = 'cases-follow-works' and exists (" +
            "select from timeline_entries t where t.id = i.message_id and " +
            $"t.case_id = '{chain.CaseId}' and t.event <> '{nameof(WorksProjectOpened)}')") >= atLeast));

    private Task<long> CountAsync(string table, Guid project) =>
        host.First.QueryAsync<long>($"select count(*) from {table} where project_id = '{project}'");

    private async Task<List<string>> LiftsAsync(Guid project, string state) =>
    [
        .. (await host.Clerk.GetAsync($"/api/v1/works-projects/{project}")).Expect(HttpStatusCode.OK).Json
            .GetProperty("lifts").EnumerateArray().Where(l => l.GetProperty("state").GetString() == state)
            .Select(l => $"{l.GetProperty("building")}/{l.GetProperty("liftNo")}"),
    ];
}

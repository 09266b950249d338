using System.Net;
using CivicPlatform.Contracts;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Testing;

namespace CivicPlatform.Cases.Tests.Works;

/// <summary>A new lift waits for both consultations and stops when a decision behind it falls (LIFT-04).</summary>
public sealed class LiftAgreementTests(CasesHost host)
{
    [Fact, Trait("rule", "LIFT-04"), Trait("scenario", "003-3")]
    public async Task a_lift_goes_on_only_after_its_own_buildings_agreement()
    {
        var story = await OpenAsync();
        var early = await story.Project.StepAsync("16", "1", "SIGN_CONTRACT");
        early.ExpectProblem(HttpStatusCode.UnprocessableEntity, "works.not_agreed");
        Assert.Equal("LIFT-04", early.Rule);

        var before = (await host.Clerk.GetAsync(story.Project.Path)).ETag;
        await TellAsync(story.Agreed("16"));
        await StandsAsync(story, "DECIDED", "16/1 EFFECTIVE", "30/1 ", "30/2 ");
        Assert.NotEqual(before, (await host.Clerk.GetAsync(story.Project.Path)).ETag);

        foreach (var (step, state) in ((string, string)[])
            [("SIGN_CONTRACT", "SIGNED"), ("BREAK_GROUND", "UNDER_CONSTRUCTION"), ("DELIVER", "DELIVERED")])
            Assert.Equal(state, (await story.Project.StepAsync("16", "1", step)).Expect(HttpStatusCode.OK)["state"]);
        (await story.Project.StepAsync("30", "1", "SIGN_CONTRACT"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "works.not_agreed");
    }

    [Fact, Trait("rule", "LIFT-04")]
    public async Task an_entrances_agreement_is_of_its_own_lift_only()
    {
        var story = await OpenAsync();

        await TellAsync(story.Agreed("30", entrance: "2"));

        await StandsAsync(story, "DECIDED", "16/1 ", "30/1 ", "30/2 EFFECTIVE");
        (await story.Project.StepAsync("30", "1", "SIGN_CONTRACT"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "works.not_agreed");
        (await story.Project.StepAsync("30", "2", "SIGN_CONTRACT")).Expect(HttpStatusCode.OK);
        // The second one of the same project changes no status, and still is the project's next version.
        var before = (await host.Clerk.GetAsync(story.Project.Path)).ETag;
        await TellAsync(story.Agreed("30", entrance: "1"));
        await StandsAsync(story, "DECIDED", "16/1 ", "30/1 EFFECTIVE", "30/2 EFFECTIVE");
        Assert.NotEqual(before, (await host.Clerk.GetAsync(story.Project.Path)).ETag);
    }

    [Fact, Trait("rule", "EVT-01"), Trait("rule", "LIFT-04")]
    public async Task a_revoked_decision_stops_its_building_and_no_other()
    {
        var story = await OpenAsync();
        await TellAsync(story.Agreed("16"), story.Agreed("30"));
        await StandsAsync(story, "DECIDED", "16/1 EFFECTIVE", "30/1 EFFECTIVE", "30/2 EFFECTIVE");
        (await story.Project.StepAsync("16", "1", "SIGN_CONTRACT")).Expect(HttpStatusCode.OK);

        await TellAsync(story.Fell("16"));
        await StandsAsync(story, "DECIDED", "16/1 REVOKED", "30/1 EFFECTIVE", "30/2 EFFECTIVE");
        var frozen = await story.Project.StepAsync("16", "1", "BREAK_GROUND");
        frozen.ExpectProblem(HttpStatusCode.UnprocessableEntity, "works.frozen");
        Assert.Equal("SIGNED", await StateAsync(story, "16", "1")); // Nothing done is undone.
        (await story.Project.StepAsync("30", "1", "SIGN_CONTRACT")).Expect(HttpStatusCode.OK);

        await TellAsync(story.Fell("30"));
        await StandsAsync(story, "FROZEN", "16/1 REVOKED", "30/1 REVOKED", "30/2 REVOKED");
    }

    [Fact, Trait("rule", "LIFT-04")]
    public async Task told_twice_shuffled_and_before_the_project_it_comes_out_the_same()
    {
        var (caseId, estate) = (await host.RegisterAsync(), Guid.CreateVersion7());
        var story = new Story(caseId, estate, new Project(host, default));
        var (agreed, fell) = (story.Agreed("16"), story.Fell("16"));
        await TellAsync(fell, agreed, fell, story.Agreed("30"), agreed, story.Agreed("30"));
        await Eventually.Async(async () => Assert.Equal(3L, await host.First.QueryAsync<long>(
            $"select count(*) from works_facts where case_id = '{caseId}'")));

        var opened = (await OpenProjectAsync(caseId, estate)).Expect(HttpStatusCode.Created);

        story = story with { Project = new Project(host, opened.Id) };
        await StandsAsync(story, "DECIDED", "16/1 REVOKED", "30/1 EFFECTIVE", "30/2 EFFECTIVE");
        await TellAsync(agreed, story.Agreed("16")); // What fell does not rise again by being told again.
        await TellAsync(story.Fell("30"));
        await StandsAsync(story, "FROZEN", "16/1 REVOKED", "30/1 REVOKED", "30/2 REVOKED");
    }

    [Fact, Trait("rule", "EVT-01")]
    public async Task a_decision_alone_or_another_offices_agreement_moves_no_new_lift()
    {
        var story = await OpenAsync();
        var chain = new Chain(story.CaseId, story.Estate);
        var foreign = story.Agreed("16") with { StreetCode = CasesHost.OtherStreet };
        await TellAsync(chain.Decided(), foreign, chain.Revoked());
        await Eventually.Async(async () => Assert.Equal(2L, await host.First.QueryAsync<long>(
            $"select count(*) from works_facts where case_id = '{story.CaseId}'")));

        await StandsAsync(story, "OPENED", "16/1 ", "30/1 ", "30/2 ");
        (await story.Project.StepAsync("16", "1", "SIGN_CONTRACT"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "works.not_agreed");
    }

    private async Task<Story> OpenAsync()
    {
        var (caseId, estate) = (await host.RegisterAsync(), Guid.CreateVersion7());
        var project = (await OpenProjectAsync(caseId, estate)).Expect(HttpStatusCode.Created).Id;
        return new Story(caseId, estate, new Project(host, project));
    }

    private Task<Answer> OpenProjectAsync(Guid caseId, Guid estateId) =>
        host.Clerk.PostAsync("/api/v1/works-projects", new
        {
            caseId, estateId, template = "LIFT_INSTALLATION",
            lifts = new[]
            {
                new { building = "16", liftNo = "1" }, new { building = "30", liftNo = "1" },
                new { building = "30", liftNo = "2" },
            },
        });

    private async Task TellAsync(params IIntegrationEvent[] events)
    {
        foreach (var (i, message) in events.Index())
            await (i % 2 == 0 ? host.First : host.Second).PublishAsync(message);
    }

    private Task StandsAsync(Story story, string status, params string[] lifts) => Eventually.Async(async () =>
    {
        var read = (await host.Clerk.GetAsync(story.Project.Path)).Expect(HttpStatusCode.OK);
        Assert.Equal(status, read["status"]);
        Assert.Equal(lifts, read.Json.GetProperty("lifts").EnumerateArray().Select(l =>
            $"{l.GetProperty("building")}/{l.GetProperty("liftNo")} " +
            (l.TryGetProperty("agreement", out var agreement) ? agreement.GetString() : "")));
    });

    private async Task<string?> StateAsync(Story story, string building, string liftNo) =>
        (await host.Clerk.GetAsync(story.Project.Path)).Json.GetProperty("lifts").EnumerateArray()
            .Single(l => l.GetProperty("building").GetString() == building
                && l.GetProperty("liftNo").GetString() == liftNo).GetProperty("state").GetString();

    private sealed record Story(Guid CaseId, Guid Estate, Project Project)
    {
        private readonly Dictionary<string, Guid> _duals = [];

        public LiftAgreementEffective Agreed(string building, string? entrance = null) => new()
        {
            AggregateId = Dual(building, entrance), AggregateVersion = 3, OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = CasesHost.Street, CaseId = CaseId, EstateId = Estate, Building = building,
            Entrance = entrance, ZoneDecisionId = Guid.CreateVersion7(), BuildingDecisionId = Guid.CreateVersion7(),
            AgreedOn = new DateOnly(2024, 6, 3),
        };

        public LiftAgreementRevoked Fell(string building, string? entrance = null) => new()
        {
            AggregateId = Dual(building, entrance), AggregateVersion = 4, OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = CasesHost.Street, CaseId = CaseId, EstateId = Estate, Building = building,
            Entrance = entrance, DecisionId = Guid.CreateVersion7(), Ground = "REVOKED_COURT",
        };

        private Guid Dual(string building, string? entrance)
        {
            var key = $"{building}/{entrance}";
            return _duals.TryGetValue(key, out var id) ? id : _duals[key] = Guid.CreateVersion7();
        }
    }
}

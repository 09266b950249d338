using CivicPlatform.Cases.Works;
using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Tests.Works;

public sealed class WorksProjectTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 20, 1, 0, 0, TimeSpan.Zero);
    private static readonly Guid CaseId = Guid.NewGuid(), EstateId = Guid.NewGuid(), Campaign = Guid.NewGuid();
    private static readonly Guid Decision = Guid.NewGuid();

    [Fact, Trait("rule", "LIFT-01")]
    public void opens_with_every_lift_out_of_service_in_the_order_people_count()
    {
        var project = Opened([new("10", "1"), new("2", "2"), new("2", "1")]);

        Assert.Equal([("2", "1"), ("2", "2"), ("10", "1")], project.Lifts.Select(l => (l.Building, l.LiftNo)));
        Assert.All(project.Lifts, l => Assert.Equal(LiftStates.OutOfService, l.State));
        Assert.Equal(ProjectStates.Opened, project.Status);
    }

    [Fact, Trait("rule", "LIFT-01")]
    public void refuses_a_lift_that_is_named_twice()
    {
        var opening = Opening([new("1", "1"), new("1", "1")]);

        Assert.Equal(
            WorksErrors.LiftNamedTwice, WorksProject.Open(opening, StepTemplates.Get("LIFT_OVERHAUL"), Now).Error);
    }

    [Fact, Trait("rule", "RAISE-03")]
    public void a_threshold_schedules_the_idle_lifts_of_its_building()
    {
        var project = SixBuildings();

        var change = project.Follow([Decided(), Advance("4"), Threshold("4")], Now);

        Assert.All(Of(project, "4"), l => Assert.Equal(LiftStates.Scheduled, l.State));
        Assert.Equal(["ADVANCE", "THRESHOLD", "THRESHOLD"], change.Steps.Select(s => s.Trigger));
    }

    [Fact, Trait("rule", "RAISE-04")]
    public void a_threshold_leaves_every_other_building_as_it_was()
    {
        var project = SixBuildings();

        project.Follow([Decided(), Threshold("4")], Now);

        Assert.All(project.Lifts.Where(l => l.Building != "4"), l => Assert.Equal(LiftStates.OutOfService, l.State));
    }

    [Fact, Trait("rule", "RAISE-03")]
    public void a_threshold_takes_effect_once_however_often_the_facts_are_offered()
    {
        var project = SixBuildings();
        WorksFact[] facts = [Decided(), Advance("1", "2"), Threshold("4"), Below("4")];

        var first = project.Follow(facts, Now);
        var again = project.Follow(facts, Now.AddHours(1));

        Assert.Equal((5, 1), (first.Steps.Count, first.Alerts.Count));
        Assert.Equal((0, 0), (again.Steps.Count, again.Alerts.Count));
    }

    [Fact, Trait("rule", "RAISE-06")]
    public void an_advance_schedules_the_first_lift_of_each_building_it_names()
    {
        var project = SixBuildings();

        project.Follow([Decided(), Advance("1", "2", "3", "4", "5", "6")], Now);

        Assert.All(project.Lifts, l => Assert.Equal(
            l.LiftNo == "1" ? LiftStates.Scheduled : LiftStates.OutOfService, l.State));
    }

    [Fact, Trait("rule", "EVT-01")]
    public void money_moves_nothing_before_the_decision_is_effective()
    {
        var project = SixBuildings();
        var (advance, threshold) = (Advance("1"), Threshold("4"));

        Assert.Empty(project.Follow([advance, threshold], Now).Steps);
        Assert.Null(threshold.AppliedAt);

        Assert.Equal(4, project.Follow([advance, threshold, Decided()], Now).Steps.Count);
        Assert.Equal((ProjectStates.Decided, Decision), (project.Status, project.DecisionId!.Value));
    }

    [Fact, Trait("rule", "EVT-01")]
    public void facts_come_out_the_same_in_every_order_of_arrival()
    {
        foreach (var order in Permutations(4))
        {
            WorksFact[] facts = [Decided(), Advance("4", "5"), Threshold("4"), Below("4")];
            var project = SixBuildings();
            for (var told = 1; told <= facts.Length; told++)
                project.Follow([.. order.Take(told).Select(i => facts[i])], Now);

            Assert.Equal(
                [("4", "1"), ("4", "2"), ("4", "3"), ("5", "1")],
                project.Lifts.Where(l => l.State == LiftStates.Scheduled).Select(l => (l.Building, l.LiftNo)));
        }
    }

    [Theory, Trait("rule", "EVT-01")]
    [InlineData(true)]
    [InlineData(false)]
    public void a_revoked_decision_freezes_the_project_whichever_was_told_first(bool revocationFirst)
    {
        var project = SixBuildings();
        WorksFact[] told = [Decided(), Fact(WorksFactKinds.DecisionRevoked, Decision)];
        if (revocationFirst) Array.Reverse(told);

        project.Follow([told[0]], Now);
        project.Follow([.. told, Threshold("4")], Now);

        Assert.Equal(ProjectStates.Frozen, project.Status);
        Assert.All(project.Lifts, l => Assert.Equal(LiftStates.OutOfService, l.State));
        Assert.Equal(WorksErrors.Frozen, Step(project, "1", "START_WORKS").Error);
    }

    [Fact, Trait("rule", "RAISE-03")]
    public void falling_under_the_threshold_raises_an_alert_and_works_keep_their_state()
    {
        var project = SixBuildings();
        project.Follow([Decided(), Threshold("4")], Now);

        var alert = Assert.Single(project.Follow([Decided(), Below("4")], Now).Alerts);

        Assert.Equal(("4", "COLLECTION_BELOW_THRESHOLD"), (alert.Building, alert.Code));
        Assert.Equal((new Money(143_619_30), new Money(290_466_00)), (alert.Collected, alert.Receivable));
        Assert.All(Of(project, "4"), l => Assert.Equal(LiftStates.Scheduled, l.State));
    }

    [Fact, Trait("rule", "LIFT-01")]
    public void steps_are_taken_in_the_order_of_the_template_with_their_day_and_clerk()
    {
        var project = SixBuildings();
        project.Follow([Decided(), Threshold("4")], Now);

        Assert.Equal("works.wrong_order", Step(project, "4", "REQUEST_ACCEPTANCE").Error?.Code);
        var step = Step(project, "4", "START_WORKS").Value;
        Assert.Equal("works.wrong_order", Step(project, "4", "START_WORKS").Error?.Code);

        Assert.Equal(("clerk-1", new DateOnly(2026, 6, 20), "CLERK"), (step.TakenBy, step.TakenOn, step.Trigger));
        Assert.Equal((LiftStates.Scheduled, LiftStates.InWorks), (step.FromState, step.ToState));
    }

    [Fact, Trait("rule", "EVT-01")]
    public void nobody_schedules_a_lift_by_hand()
    {
        var project = SixBuildings();
        project.Follow([Decided()], Now);

        Assert.Equal("works.step_not_by_hand", Step(project, "4", "SCHEDULE").Error?.Code);
        Assert.Equal("works.unknown_step", Step(project, "4", "POLISH").Error?.Code);
    }

    [Fact, Trait("rule", "LIFT-01")]
    public void is_completed_when_the_last_lift_is_back_in_service()
    {
        var project = Opened([new("4", "1")]);
        project.Follow([Decided(), Threshold("4")], Now);

        foreach (var step in (string[])["START_WORKS", "REQUEST_ACCEPTANCE", "PUT_INTO_SERVICE"])
            Assert.Null(Step(project, "4", step).Error);

        Assert.Equal((ProjectStates.Completed, 5L), (project.Status, project.Sequence));
    }

    [Fact]
    public void every_step_carries_a_version_of_its_own()
    {
        var steps = SixBuildings().Follow([Decided(), Threshold("4"), Threshold("5")], Now).Steps;

        Assert.Equal([2L, 3, 4, 5, 6, 7], steps.Select(s => s.Sequence));
    }

    private static Result<StepTaken> Step(WorksProject project, string building, string step) => project.Take(
        project.Lifts.First(l => l.Building == building).Id, step,
        new StepRecord("clerk-1", new DateOnly(2026, 6, 20), Now));

    private static IEnumerable<Lift> Of(WorksProject project, string building) =>
        project.Lifts.Where(l => l.Building == building);

    private static WorksProject SixBuildings() => Opened(
        [.. from building in Enumerable.Range(1, 6) from no in Enumerable.Range(1, 3)
            select new LiftPlace($"{building}", $"{no}")]);

    private static WorksProject Opened(IReadOnlyList<LiftPlace> lifts) =>
        WorksProject.Open(Opening(lifts), StepTemplates.Get("LIFT_OVERHAUL"), Now).Value;

    private static ProjectOpening Opening(IReadOnlyList<LiftPlace> lifts) =>
        new(CaseId, EstateId, "110114009", "110114009901", "clerk-1") { Lifts = lifts };

    private static WorksFact Decided() => Fact(WorksFactKinds.DecisionEffective, Decision);

    private static WorksFact Advance(params string[] buildings) =>
        Fact(WorksFactKinds.Advance, Guid.NewGuid(), buildings);

    private static WorksFact Threshold(string building) => Fact(WorksFactKinds.Threshold, Campaign, building);

    private static WorksFact Below(string building) => Fact(WorksFactKinds.BelowThreshold, Campaign, building);

    private static WorksFact Fact(string kind, Guid source, params string[] buildings) => new()
    {
        Id = Guid.CreateVersion7(), Kind = kind, Key = $"{source}/{string.Join(',', buildings)}",
        StreetCode = "110114009", DivisionCode = "110114009901", CaseId = CaseId, EstateId = EstateId,
        SourceId = source, Buildings = buildings, Collected = new Money(143_619_30),
        Receivable = new Money(290_466_00), OccurredAt = Now,
    };

    private static IEnumerable<int[]> Permutations(int count) => count == 0
        ? [[]]
        : from shorter in Permutations(count - 1)
          from place in Enumerable.Range(0, count)
          select (int[])[.. shorter[..place], count - 1, .. shorter[place..]];
}

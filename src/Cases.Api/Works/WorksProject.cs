using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Data;

namespace CivicPlatform.Cases.Works;

/// <summary>The works that came out of a case: its lifts, their steps and what it waits for (LIFT-01).</summary>
/// <remarks>
/// Two things move a lift: money, told by events (RAISE-03, RAISE-06), and a clerk's word. Money moves nothing before
/// the owners' decision is effective (EVT-01). Facts may be offered in any order and again and again.
/// </remarks>
public sealed class WorksProject : ITenantOwned, IVersioned
{
    private readonly List<Lift> _lifts = [];

    private WorksProject() { } // EF Core and Open.

    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid EstateId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>Code of the <see cref="StepTemplate"/>.</summary>
    public required string TemplateCode { get; init; }

    /// <summary>One of <see cref="ProjectStates"/>.</summary>
    public string Status { get; private set; } = ProjectStates.Opened;

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Subject of the clerk.</summary>
    public required string OpenedBy { get; init; }

    /// <summary>The decision that lets works start; null before it is effective.</summary>
    public Guid? DecisionId { get; private set; }

    /// <summary>Steps taken so far, the opening included; the version that events carry.</summary>
    public long Sequence { get; private set; } = 1;

    /// <inheritdoc />
    public long Version { get; private set; } = 1;

    /// <summary>The lifts, in order of building and number.</summary>
    public IReadOnlyList<Lift> Lifts => [.. _lifts.OrderBy(l => l.Position)]; // They are loaded in any order.

    private StepTemplate Template => StepTemplates.Get(TemplateCode);

    /// <summary>Opens the project of a case; every lift starts in the template's first state.</summary>
    /// <returns>The project, or 422 when a lift is named twice.</returns>
    public static Result<WorksProject> Open(ProjectOpening opening, StepTemplate template, DateTimeOffset now)
    {
        if (opening.Lifts.Distinct().Count() != opening.Lifts.Count) return WorksErrors.LiftNamedTwice;
        var project = new WorksProject
        {
            Id = Guid.CreateVersion7(), CaseId = opening.CaseId, EstateId = opening.EstateId,
            StreetCode = opening.StreetCode, DivisionCode = opening.DivisionCode, TemplateCode = template.Code,
            OpenedAt = now, OpenedBy = opening.OpenedBy,
        };
        project._lifts.AddRange(InOrder(opening.Lifts)
            .Select((place, index) => Lift.Open(project, place, index + 1, template.InitialState)));
        return project;
    }

    /// <summary>A clerk records a step of one lift (LIFT-01).</summary>
    /// <returns>
    /// The step, or: 404 no such lift; 422 no such step, not by hand, frozen, not agreed; 409 wrong order.
    /// </returns>
    public Result<StepTaken> Take(Guid liftId, string stepCode, StepRecord record)
    {
        if (_lifts.Find(l => l.Id == liftId) is not { } lift) return WorksErrors.LiftNotFound;
        if (Template.Find(stepCode) is not { } step) return WorksErrors.UnknownStep(Template);
        if (step.ByEvent) return WorksErrors.NotByHand(step);
        if (Status == ProjectStates.Frozen || lift.Agreement == LiftAgreements.Revoked) return WorksErrors.Frozen;
        if (Template.WaitsForAgreement && lift.Agreement is null) return WorksErrors.NotAgreed;
        if (lift.State != step.From) return WorksErrors.WrongOrder(step, lift.State);

        var taken = Move(lift, step, new Mover(StepTriggers.Clerk, record.TakenBy, null), record.TakenOn, record.Now);
        if (_lifts.TrueForAll(l => l.State == Template.FinalState)) Status = ProjectStates.Completed;
        return taken;
    }

    /// <summary>Uses every fact that waits and can be used now; the rest goes on waiting.</summary>
    /// <param name="facts">All facts of this case and estate, used ones included.</param>
    /// <param name="now">When they are used.</param>
    public ProjectChange Follow(IReadOnlyList<WorksFact> facts, DateTimeOffset now)
    {
        var change = new ProjectChange([], []);
        if (Template.WaitsForAgreement) change = change with { AgreementsMoved = FollowAgreements(facts, now) };
        else Decide(facts, now);
        foreach (var fact in Waiting(facts, WorksFactKinds.BelowThreshold))
        {
            change.Alerts.AddRange(fact.Buildings.Where(Covers).Select(building => Alert(fact, building)));
            fact.Apply(now);
        }
        if (Status != ProjectStates.Decided) return change;

        // Advances first: whichever of the two came first, one lift of the building counts as the advance's.
        foreach (var fact in Waiting(facts, WorksFactKinds.Advance)) Schedule(fact, liftsOfEach: 1, change, now);
        foreach (var fact in Waiting(facts, WorksFactKinds.Threshold)) Schedule(fact, int.MaxValue, change, now);
        return change;
    }

    // From all decisions at once, so that it comes out the same in whatever order they were told.
    private void Decide(IReadOnlyList<WorksFact> facts, DateTimeOffset now)
    {
        var revoked = facts.Where(f => f.Kind == WorksFactKinds.DecisionRevoked).Select(f => f.SourceId).ToHashSet();
        var effective = facts.Where(f => f.Kind == WorksFactKinds.DecisionEffective);
        var decisions = effective.OrderBy(f => f.OccurredAt).ToList();
        var standing = decisions.Find(d => !revoked.Contains(d.SourceId));
        DecisionId = standing?.SourceId ?? decisions.LastOrDefault()?.SourceId;
        if (Status != ProjectStates.Completed && decisions.Count > 0)
        {
            Status = standing is null ? ProjectStates.Frozen : ProjectStates.Decided;
        }
        foreach (var fact in Waiting(facts, WorksFactKinds.DecisionEffective)) fact.Apply(now);
        foreach (var fact in Waiting(facts, WorksFactKinds.DecisionRevoked)) fact.Apply(now);
    }

    // Ripe one, install one (LIFT-04): a building goes on while its neighbours are still asked.
    private bool FollowAgreements(IReadOnlyList<WorksFact> facts, DateTimeOffset now)
    {
        var moved = _lifts.FindAll(lift => lift.FollowAgreements(facts)).Count > 0;
        var told = _lifts.FindAll(lift => lift.Agreement is not null);
        if (Status != ProjectStates.Completed && told.Count > 0)
        {
            Status = told.TrueForAll(lift => lift.Agreement == LiftAgreements.Revoked)
                ? ProjectStates.Frozen
                : ProjectStates.Decided;
        }
        foreach (var fact in Waiting(facts, WorksFactKinds.LiftAgreementEffective)) fact.Apply(now);
        foreach (var fact in Waiting(facts, WorksFactKinds.LiftAgreementRevoked)) fact.Apply(now);
        return moved;
    }

    private void Schedule(WorksFact fact, int liftsOfEach, ProjectChange change, DateTimeOffset now)
    {
        foreach (var building in fact.Buildings)
        {
            // RAISE-04: only lifts of the building that the fact names.
            var idle = Lifts.Where(l => l.Building == building && Template.ByEventFrom(l.State) is not null);
            foreach (var lift in idle.Take(liftsOfEach).ToList())
            {
                var mover = new Mover(fact.Kind, null, fact.Id);
                var step = Template.ByEventFrom(lift.State)!;
                change.Steps.Add(Move(lift, step, mover, CivilTime.DayOf(fact.OccurredAt), now));
            }
        }
        fact.Apply(now);
    }

    private StepTaken Move(Lift lift, TemplateStep step, Mover mover, DateOnly on, DateTimeOffset now)
    {
        lift.Move(step.To, now);
        return new StepTaken
        {
            Id = Guid.CreateVersion7(), ProjectId = Id, StreetCode = StreetCode, DivisionCode = DivisionCode,
            LiftId = lift.Id, Building = lift.Building, LiftNo = lift.LiftNo, Sequence = ++Sequence,
            StepCode = step.Code, FromState = step.From, ToState = step.To,
            Trigger = mover.Trigger, TakenBy = mover.Subject, FactId = mover.FactId,
            TakenOn = on, RecordedAt = now,
        };
    }

    private ProjectAlert Alert(WorksFact fact, string building) => new()
    {
        Id = fact.Id, ProjectId = Id, StreetCode = StreetCode, DivisionCode = DivisionCode,
        Code = AlertCodes.BelowThreshold, Building = building,
        Collected = fact.Collected ?? Money.Zero, Receivable = fact.Receivable ?? Money.Zero,
        OccurredAt = fact.OccurredAt,
    };

    private bool Covers(string building) => _lifts.Exists(l => l.Building == building);

    private static List<WorksFact> Waiting(IReadOnlyList<WorksFact> facts, string kind) =>
        [.. facts.Where(f => f.Kind == kind && f.AppliedAt is null).OrderBy(f => f.OccurredAt).ThenBy(f => f.Id)];

    private static IEnumerable<LiftPlace> InOrder(IEnumerable<LiftPlace> places) =>
        places.OrderBy(p => p.Building, NaturalOrder.Instance).ThenBy(p => p.LiftNo, NaturalOrder.Instance);

    private sealed record Mover(string Trigger, string? Subject, Guid? FactId);
}

/// <summary>What opening a project needs.</summary>
public sealed record ProjectOpening(
    Guid CaseId, Guid EstateId, string StreetCode, string DivisionCode, string OpenedBy)
{
    /// <summary>At least one lift.</summary>
    public required IReadOnlyList<LiftPlace> Lifts { get; init; }
}

/// <summary>Who takes a step by hand, on which civil day, and when it is recorded.</summary>
public sealed record StepRecord(string TakenBy, DateOnly TakenOn, DateTimeOffset Now);

/// <summary>What facts did to a project.</summary>
/// <param name="Steps">Steps that money took.</param>
/// <param name="Alerts">What a person should look at.</param>
public sealed record ProjectChange(List<StepTaken> Steps, List<ProjectAlert> Alerts)
{
    /// <summary>True when a lift may go on, or must stop, that did not before.</summary>
    public bool AgreementsMoved { get; init; }
}

using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Data;

namespace CivicPlatform.Cases.Works;

/// <summary>One lift's file within a project (一梯一档, LIFT-01).</summary>
public sealed class Lift : ITenantOwned
{
    private Lift() { } // EF Core and the project.

    public required Guid Id { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>Building code (幢).</summary>
    public required string Building { get; init; }

    /// <summary>Number of the lift within its building.</summary>
    public required string LiftNo { get; init; }

    /// <summary>Place in the project's order: buildings and numbers counted as people count.</summary>
    public required int Position { get; init; }

    /// <summary>State by the template.</summary>
    public string State { get; private set; } = "";

    /// <summary>When the state was reached.</summary>
    public DateTimeOffset StateSince { get; private set; }

    /// <summary>One of <see cref="LiftAgreements"/>; null before, and where the template waits for none.</summary>
    public string? Agreement { get; private set; }

    internal static Lift Open(WorksProject project, LiftPlace place, int position, string state) => new()
    {
        Id = Guid.CreateVersion7(), StreetCode = project.StreetCode, DivisionCode = project.DivisionCode,
        Building = place.Building, LiftNo = place.LiftNo, Position = position,
        State = state, StateSince = project.OpenedAt,
    };

    /// <summary>
    /// From all agreements that were told, so that it comes out the same in whatever order that was: one that stands is
    /// enough, and those that fell count when none stands.
    /// </summary>
    internal bool FollowAgreements(IReadOnlyList<WorksFact> facts)
    {
        var ofThis = facts.Where(f => f.Buildings.Contains(Building) && (f.LiftNo is null || f.LiftNo == LiftNo));
        var revoked = facts.Where(f => f.Kind == WorksFactKinds.LiftAgreementRevoked)
            .Select(f => f.SourceId).ToHashSet();
        var effective = ofThis.Where(f => f.Kind == WorksFactKinds.LiftAgreementEffective).ToList();
        if (effective.Count == 0) return false;
        var before = Agreement;
        Agreement = effective.TrueForAll(f => revoked.Contains(f.SourceId))
            ? LiftAgreements.Revoked
            : LiftAgreements.Effective;
        return Agreement != before;
    }

    internal void Move(string state, DateTimeOffset at) => (State, StateSince) = (state, at);
}

/// <summary>Where a lift is.</summary>
/// <param name="Building">Building code.</param>
/// <param name="LiftNo">Number within the building.</param>
public sealed record LiftPlace(string Building, string LiftNo);

/// <summary>A step that was taken; kept for ever with its day and who took it (LIFT-01).</summary>
public sealed class StepTaken : ITenantOwned
{
    public required Guid Id { get; init; }

    public required Guid ProjectId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    public required Guid LiftId { get; init; }

    public required string Building { get; init; }

    public required string LiftNo { get; init; }

    /// <summary>Grows by one with every step of the project; the version that the event carries.</summary>
    public required long Sequence { get; init; }

    /// <summary>Step of the template.</summary>
    public required string StepCode { get; init; }

    public required string FromState { get; init; }

    public required string ToState { get; init; }

    /// <summary>CLERK, ADVANCE or THRESHOLD.</summary>
    public required string Trigger { get; init; }

    /// <summary>Subject of the clerk; null when an event took the step.</summary>
    public string? TakenBy { get; init; }

    /// <summary>The fact that took it; null when a clerk did.</summary>
    public Guid? FactId { get; init; }

    /// <summary>Civil day on which it happened.</summary>
    public required DateOnly TakenOn { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>Something about a project that a person should look at; works keep their state .</summary>
public sealed class ProjectAlert : ITenantOwned
{
    /// <summary>Id of the fact behind it.</summary>
    public required Guid Id { get; init; }

    public required Guid ProjectId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>COLLECTION_BELOW_THRESHOLD.</summary>
    public required string Code { get; init; }

    public required string Building { get; init; }

    public required Money Collected { get; init; }

    public required Money Receivable { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }
}

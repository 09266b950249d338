using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Data;

namespace CivicPlatform.Cases.Works;

/// <summary>What another service told about the works of a case, kept until the project can use it.</summary>
/// <remarks>
/// Events come in any order and more than once. A fact has a natural key, so the second telling adds nothing, and it
/// is applied once: a threshold that arrives before the project or before the decision simply waits here.
/// </remarks>
public sealed class WorksFact : ITenantOwned
{
    /// <summary>Id of the event that told it first.</summary>
    public required Guid Id { get; init; }

    /// <summary>One of <see cref="WorksFactKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Natural key within the kind: decision, advance, or campaign and building.</summary>
    public required string Key { get; init; }

    public required string StreetCode { get; init; }

    /// <summary>Of the case; events carry the street only.</summary>
    public required string DivisionCode { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid EstateId { get; init; }

    /// <summary>Decision, advance, campaign or dual consultation.</summary>
    public required Guid SourceId { get; init; }

    /// <summary>Buildings concerned; none for a decision.</summary>
    public IReadOnlyList<string> Buildings { get; init; } = [];

    /// <summary>The entrance that an agreement is of, by its number; null when it is of the whole building.</summary>
    public string? LiftNo { get; init; }

    /// <summary>Collected of the building at that moment, where the fact is about a collection.</summary>
    public Money? Collected { get; init; }

    /// <summary>Receivable of the building, where the fact is about a collection.</summary>
    public Money? Receivable { get; init; }

    /// <summary>When it became true.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When the project used it; null while it waits.</summary>
    public DateTimeOffset? AppliedAt { get; private set; }

    /// <summary>Marks it used; a second use is a bug.</summary>
    public void Apply(DateTimeOffset now)
    {
        if (AppliedAt is not null) throw new InvalidOperationException($"Fact {Id} was applied already.");
        AppliedAt = now;
    }
}

/// <summary>Kinds of facts that a works project follows.</summary>
public static class WorksFactKinds
{
    /// <summary>The owners' decision took effect (EVT-01).</summary>
    public const string DecisionEffective = "DECISION_EFFECTIVE";

    /// <summary>The decision was revoked.</summary>
    public const string DecisionRevoked = "DECISION_REVOKED";

    /// <summary>A lift's agreement is signed and both decisions behind it are in force (LIFT-04).</summary>
    public const string LiftAgreementEffective = "LIFT_AGREEMENT_EFFECTIVE";

    /// <summary>One of these decisions was revoked.</summary>
    public const string LiftAgreementRevoked = "LIFT_AGREEMENT_REVOKED";

    /// <summary>The property company advanced the repair of one lift in each of some buildings (RAISE-06).</summary>
    public const string Advance = "ADVANCE";

    /// <summary>A building's collection reached its trigger (RAISE-03).</summary>
    public const string Threshold = "THRESHOLD";

    /// <summary>A refund took a building back under its trigger .</summary>
    public const string BelowThreshold = "BELOW_THRESHOLD";
}

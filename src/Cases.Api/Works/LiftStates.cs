namespace CivicPlatform.Cases.Works;

/// <summary>States of one lift, as the events publish them; the templates order them.</summary>
public static class LiftStates
{
    public const string OutOfService = "OUT_OF_SERVICE";
    public const string Scheduled = "SCHEDULED";
    public const string InWorks = "IN_WORKS";
    public const string Acceptance = "ACCEPTANCE";
    public const string InService = "IN_SERVICE";

    public const string Established = "ESTABLISHED";
    public const string ContractSigned = "SIGNED";
    public const string UnderConstruction = "UNDER_CONSTRUCTION";
    public const string Delivered = "DELIVERED";

    /// <summary>In the order of an overhaul, then in that of a new lift.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        OutOfService, Scheduled, InWorks, Acceptance, InService, Established, ContractSigned, UnderConstruction,
        Delivered,
    ];
}

/// <summary>States of a works project.</summary>
public static class ProjectStates
{
    /// <summary>Opened from a case; no works may start yet (EVT-01).</summary>
    public const string Opened = "OPENED";

    /// <summary>The owners' decision is effective: money may start works.</summary>
    public const string Decided = "DECIDED";

    /// <summary>The decision was revoked: no further step, nothing undone (EVT-01).</summary>
    public const string Frozen = "FROZEN";

    /// <summary>Every lift is back in service.</summary>
    public const string Completed = "COMPLETED";

    public static readonly IReadOnlyList<string> All = [Opened, Decided, Frozen, Completed];
}

/// <summary>Where the agreement that a new lift waits for stands (LIFT-04).</summary>
public static class LiftAgreements
{
    public const string Effective = "EFFECTIVE";

    public const string Revoked = "REVOKED";

    public static readonly IReadOnlyList<string> All = [Effective, Revoked];
}

/// <summary>What moves a lift: a clerk, or the fact that brought money (RAISE-03, RAISE-06).</summary>
public static class StepTriggers
{
    public const string Clerk = "CLERK";

    public static readonly IReadOnlyList<string> All = [Clerk, WorksFactKinds.Advance, WorksFactKinds.Threshold];
}

/// <summary>What a person should look at in a project.</summary>
public static class AlertCodes
{
    public const string BelowThreshold = "COLLECTION_BELOW_THRESHOLD";

    public static readonly IReadOnlyList<string> All = [BelowThreshold];
}

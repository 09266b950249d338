namespace CivicPlatform.Cases.Works;

/// <summary>States of one lift of an overhaul, as the events publish them; the template orders them.</summary>
public static class LiftStates
{
    public const string OutOfService = "OUT_OF_SERVICE";
    public const string Scheduled = "SCHEDULED";
    public const string InWorks = "IN_WORKS";
    public const string Acceptance = "ACCEPTANCE";
    public const string InService = "IN_SERVICE";

    /// <summary>In the order of an overhaul.</summary>
    public static readonly IReadOnlyList<string> All = [OutOfService, Scheduled, InWorks, Acceptance, InService];
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

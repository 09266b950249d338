namespace CivicPlatform.Cases.Intake;

/// <summary>Through which door a request came in (CASE-01).</summary>
public static class Channels
{
    public const string Hotline = "HOTLINE_12345";
    public const string Network = "NETWORK";
    public const string Window = "WINDOW";
    public const string GridOfficer = "GRID_OFFICER";
    public const string Patrol = "PATROL";


    /// <summary>Nobody called: another service's event made it a case (<see cref="Referrals.CaseReferral"/>).</summary>
    public const string Referral = "REFERRAL";

    /// <summary>The doors that a desk may name.</summary>
    public static readonly IReadOnlyList<string> AtTheDesk = [Hotline, Network, Window, GridOfficer, Patrol];

    public static readonly IReadOnlyList<string> All = [.. AtTheDesk, Referral];

    /// <summary>False where staff or the platform found the matter, so that no reporter need be known.</summary>
    public static bool NeedsContact(string channel) => channel is not (GridOfficer or Patrol or Referral);
}

/// <summary>What a request is by nature (诉求类型, CASE-01).</summary>
public static class CaseTypes
{
    public static readonly IReadOnlyList<string> All = ["CONSULT", "HELP", "COMPLAINT", "REPORT", "SUGGESTION"];
}

/// <summary>States of a case (4.2a).</summary>
public static class CaseStatuses
{
    /// <summary>Registered (受理), not yet answered or dispatched.</summary>
    public const string Received = "RECEIVED";

    /// <summary>States in which nobody works on a case any more; whatever comes then is a new case.</summary>
    public static readonly IReadOnlyList<string> Ended =
        ["ANSWERED", "REDIRECTED", "CLOSED", "CLOSED_UNRATED", "MERGED"];

    /// <summary>States that the list may be filtered by.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        Received, "ANSWERED", "REDIRECTED", "DISPATCHED", "RETURN_REQUESTED", "IN_PROGRESS", "SUSPENDED", "REPLIED",
        "CLOSED", "REOPENED", "CLOSED_UNRATED", "MERGED",
    ];
}

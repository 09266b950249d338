namespace CivicPlatform.Cases.Intake;

/// <summary>Through which door a request came in (CASE-01).</summary>
public static class Channels
{
    public const string Hotline = "HOTLINE_12345";
    public const string Network = "NETWORK";
    public const string Window = "WINDOW";
    public const string GridOfficer = "GRID_OFFICER";
    public const string Patrol = "PATROL";

    public static readonly IReadOnlyList<string> All = [Hotline, Network, Window, GridOfficer, Patrol];

    /// <summary>True where staff found the matter themselves, so that no reporter need be known.</summary>
    public static bool FoundByStaff(string channel) => channel is GridOfficer or Patrol;
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

    /// <summary>States that the list may be filtered by.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        Received, "ANSWERED", "REDIRECTED", "DISPATCHED", "RETURN_REQUESTED", "IN_PROGRESS", "SUSPENDED", "REPLIED",
        "CLOSED", "REOPENED", "CLOSED_UNRATED", "MERGED",
    ];
}

namespace CivicPlatform.Faults.Tests.Messages;

/// <summary>The queues of the services, as they name them: <c>service-handler</c>.</summary>
public static class Queues
{
    public static readonly IReadOnlyList<string> All =
    [
        "cases-keep-estates", "cases-follow-works", "cases-record-timeline",
        "consultation-record-estate", "consultation-record-units", "consultation-record-transfer",
        "funds-keep-estate", "funds-keep-units", "funds-keep-holders", "funds-link-owner", "funds-keep-decision",
        "funds-revoke-decision", "funds-keep-lifts", "funds-move-lift",
        "notifications-tell-case-registered", "notifications-tell-motion-tallied",
        "notifications-tell-decision-effective", "notifications-tell-threshold-reached",
        "notifications-tell-fell-below-threshold", "notifications-tell-snapshot-closed",
        "notifications-tell-advance-recorded", "notifications-learn-estate", "notifications-learn-billed-building",
    ];
}

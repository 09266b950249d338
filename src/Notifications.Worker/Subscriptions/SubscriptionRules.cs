using CivicPlatform.Contracts.Cases;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Funds;

namespace CivicPlatform.Notifications.Subscriptions;

/// <summary>What both kinds of subscription share.</summary>
public static class SubscriptionRules
{
    /// <summary>Live subscriptions of one channel in one street office; bounds the deliveries of one event.</summary>
    public const int PerStreetMax = 50;

    /// <summary>The events that are told, by the names that subscribers use.</summary>
    public static readonly IReadOnlyList<string> EventTypes =
    [
        nameof(CaseRegistered), nameof(MotionTallied), nameof(DecisionEffective), nameof(CampaignThresholdReached),
        nameof(CollectionFellBelowThreshold), nameof(SnapshotClosed), nameof(AdvanceRecorded),
        nameof(ReminderDue),
    ];

    /// <summary>Null means all of them; otherwise known names, each once, at least one.</summary>
    public static bool AreKnown(IReadOnlyList<string>? eventTypes) => eventTypes is null
        || (eventTypes.Count is > 0 && eventTypes.Count == eventTypes.Distinct().Count()
            && eventTypes.All(EventTypes.Contains));

    /// <summary>The shape that both requests have in common.</summary>
    public static ShapeCheck Check(string? streetCode, IReadOnlyList<string>? eventTypes) => new ShapeCheck()
        .That(DivisionCode.TryParse(streetCode, out var code) && code.Value.Length == 9,
            "streetCode", "division.malformed", "应为 9 位街道代码")
        .That(AreKnown(eventTypes), "eventTypes", "code.unknown", $"应为 {string.Join('、', EventTypes)}，且不得重复");

    public static string[] OrAll(IReadOnlyList<string>? eventTypes) => [.. eventTypes ?? EventTypes];
}

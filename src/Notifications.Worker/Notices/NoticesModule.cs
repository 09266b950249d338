using CivicPlatform.Contracts.Cases;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Funds;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Notifications.Places;

namespace CivicPlatform.Notifications.Notices;

/// <summary>What is told: one notice an event, from one template each.</summary>
public static class NoticesModule
{
    public static IServiceCollection AddNotices(this IServiceCollection services) => services.AddScoped<NoticeDesk>();

    /// <summary>One line an event; a new one needs a template and a name in SubscriptionRules.</summary>
    public static void AddNoticeConsumers(this ConsumerList consumers)
    {
        consumers.AddGrouped<CaseRegistered, TellCaseRegisteredHandler>();
        consumers.Add<MotionTallied, TellMotionTalliedHandler>();
        consumers.Add<DecisionEffective, TellDecisionEffectiveHandler>();
        consumers.Add<CampaignThresholdReached, TellThresholdReachedHandler>();
        consumers.Add<CollectionFellBelowThreshold, TellFellBelowThresholdHandler>();
        consumers.Add<SnapshotClosed, TellSnapshotClosedHandler>();
        consumers.Add<AdvanceRecorded, TellAdvanceRecordedHandler>();
        consumers.Add<ReminderDue, TellReminderDueHandler>();
        consumers.Add<EstateRegistered, LearnEstateHandler>();
        consumers.Add<BillsIssued, LearnBilledBuildingHandler>();
    }

    public static void MapNotices(this IEndpointRouteBuilder routes) => ListNotices.Map(routes);
}

using CivicPlatform.Contracts.Cases;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Funds;
using CivicPlatform.ServiceDefaults.Messaging;

namespace CivicPlatform.Cases.Timeline;

/// <summary>The time line slice: the chain of a case, from the events of all services.</summary>
public static class TimelineModule
{
    public static void AddTimeline(this ConsumerList consumers) => consumers
        .AddGrouped<CaseRegistered, RecordTimelineHandler>()
        .AddGrouped<WorksProjectOpened, RecordTimelineHandler>()
        .AddGrouped<ProjectStepChanged, RecordTimelineHandler>()
        .AddGrouped<MotionOpened, RecordTimelineHandler>()
        .AddGrouped<MotionTallied, RecordTimelineHandler>()
        .AddGrouped<PublicityStarted, RecordTimelineHandler>()
        .AddGrouped<ObjectionRaised, RecordTimelineHandler>()
        .AddGrouped<PublicityEnded, RecordTimelineHandler>()
        .AddGrouped<DecisionEffective, RecordTimelineHandler>()
        .AddGrouped<DecisionRevoked, RecordTimelineHandler>()
        .AddGrouped<LiftAgreementEffective, RecordTimelineHandler>()
        .AddGrouped<LiftAgreementRevoked, RecordTimelineHandler>()
        .AddGrouped<ConsentComplete, RecordTimelineHandler>()
        .AddGrouped<ConsentBroken, RecordTimelineHandler>()
        .AddGrouped<ConsentWithdrawalRefused, RecordTimelineHandler>()
        .AddGrouped<CampaignOpened, RecordTimelineHandler>()
        .AddGrouped<BillsIssued, RecordTimelineHandler>()
        .AddGrouped<AdvanceRecorded, RecordTimelineHandler>()
        .AddGrouped<AdvanceRepaid, RecordTimelineHandler>()
        .AddGrouped<CampaignThresholdReached, RecordTimelineHandler>()
        .AddGrouped<CollectionFellBelowThreshold, RecordTimelineHandler>()
        .AddGrouped<SpendPaid, RecordTimelineHandler>();

    public static void MapTimeline(this IEndpointRouteBuilder routes) => GetTimeline.Map(routes);
}

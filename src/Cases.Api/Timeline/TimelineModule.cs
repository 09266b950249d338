using CivicPlatform.Contracts.Cases;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Funds;
using CivicPlatform.ServiceDefaults.Messaging;

namespace CivicPlatform.Cases.Timeline;

/// <summary>The time line slice: the chain of a case, from the events of all services.</summary>
public static class TimelineModule
{
    public static void AddTimeline(this ConsumerList consumers) => consumers
        .Add<CaseRegistered, RecordTimelineHandler>()
        .Add<WorksProjectOpened, RecordTimelineHandler>()
        .Add<ProjectStepChanged, RecordTimelineHandler>()
        .Add<MotionOpened, RecordTimelineHandler>()
        .Add<MotionTallied, RecordTimelineHandler>()
        .Add<PublicityStarted, RecordTimelineHandler>()
        .Add<PublicityEnded, RecordTimelineHandler>()
        .Add<DecisionEffective, RecordTimelineHandler>()
        .Add<DecisionRevoked, RecordTimelineHandler>()
        .Add<CampaignOpened, RecordTimelineHandler>()
        .Add<BillsIssued, RecordTimelineHandler>()
        .Add<AdvanceRecorded, RecordTimelineHandler>()
        .Add<AdvanceRepaid, RecordTimelineHandler>()
        .Add<CampaignThresholdReached, RecordTimelineHandler>()
        .Add<CollectionFellBelowThreshold, RecordTimelineHandler>()
        .Add<SpendPaid, RecordTimelineHandler>();

    public static void MapTimeline(this IEndpointRouteBuilder routes) => GetTimeline.Map(routes);
}

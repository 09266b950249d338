using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Funds;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.ServiceDefaults.Messaging;

namespace CivicPlatform.Cases.Works;

/// <summary>The works slice: projects, lifts, steps, and what moves them.</summary>
public static class WorksModule
{
    public static void AddWorks(this IServiceCollection services)
    {
        services.AddScoped<WorksFacts>();
        services.AddScoped<OpenProject.Handler>();
        services.AddScoped<TakeStep.Handler>();
    }

    public static void AddWorks(this ConsumerList consumers) => consumers
        .Add<EstateRegistered, KeepEstatesHandler>()
        .Add<DecisionEffective, FollowWorksHandler>()
        .Add<DecisionRevoked, FollowWorksHandler>()
        .Add<LiftAgreementEffective, FollowWorksHandler>()
        .Add<LiftAgreementRevoked, FollowWorksHandler>()
        .Add<AdvanceRecorded, FollowWorksHandler>()
        .Add<CampaignThresholdReached, FollowWorksHandler>()
        .Add<CollectionFellBelowThreshold, FollowWorksHandler>();

    public static void MapWorks(this IEndpointRouteBuilder routes)
    {
        OpenProject.Map(routes);
        GetProject.Map(routes);
        ListProjects.Map(routes);
        TakeStep.Map(routes);
        LinkProjects.Map(routes);
    }
}

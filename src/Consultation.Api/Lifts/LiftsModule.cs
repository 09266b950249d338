using CivicPlatform.Contracts.Cases;

namespace CivicPlatform.Consultation.Lifts;

/// <summary>Lifts of a doorway before their works: who carries them and how far they are.</summary>
public static class LiftsModule
{
    public static void AddLifts(this IServiceCollection services) => services.AddScoped<FormLiftTeam.Handler>();

    public static void AddLiftConsumers(this ConsumerList consumers) =>
        consumers.Add<ProjectStepChanged, FollowLiftWorksHandler>();

    public static void MapLifts(this IEndpointRouteBuilder routes)
    {
        FormLiftTeam.Map(routes);
        ListLiftTeams.Map(routes);
        GetLiftBoard.Map(routes);
    }
}

namespace CivicPlatform.Consultation.Publicity;

/// <summary>From a counted motion to a decision in force.</summary>
public static class PublicityModule
{
    public static void AddPublicity(this IServiceCollection services)
    {
        services.AddScoped<StartPublicity.Handler>();
        services.AddScoped<EndPublicity>();
        services.AddScoped<RevokeDecision.Handler>();
        services.AddScoped<TellCommittee.Handler>();
        services.AddHostedService<PublicityLoop>();
    }

    public static void MapPublicity(this IEndpointRouteBuilder routes)
    {
        StartPublicity.Map(routes);
        GetPublicityPeriod.Map(routes);
        GetDecision.Map(routes);
        RevokeDecision.Map(routes);
        TellCommittee.Map(routes);
    }
}

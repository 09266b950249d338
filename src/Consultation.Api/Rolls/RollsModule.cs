namespace CivicPlatform.Consultation.Rolls;

/// <summary>Electoral rolls: freeze, post, correct, seal and read.</summary>
public static class RollsModule
{
    public static void AddRolls(this IServiceCollection services)
    {
        services.AddScoped<FreezeRoll.Handler>();
        services.AddScoped<PostRoll.Handler>();
        services.AddScoped<CorrectRoll.Handler>();
        services.AddScoped<SealRoll.Handler>();
    }

    public static void MapRolls(this IEndpointRouteBuilder routes)
    {
        FreezeRoll.Map(routes);
        GetRoll.Map(routes);
        ListRollUnits.Map(routes);
        PostRoll.Map(routes);
        CorrectRoll.Map(routes);
        ListCorrections.Map(routes);
        SealRoll.Map(routes);
    }
}

namespace CivicPlatform.Consultation.Rolls;

/// <summary>Electoral rolls: freeze and read.</summary>
public static class RollsModule
{
    public static void AddRolls(this IServiceCollection services) => services.AddScoped<FreezeRoll.Handler>();

    public static void MapRolls(this IEndpointRouteBuilder routes)
    {
        FreezeRoll.Map(routes);
        GetRoll.Map(routes);
        ListRollUnits.Map(routes);
    }
}

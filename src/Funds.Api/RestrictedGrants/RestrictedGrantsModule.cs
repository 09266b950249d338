namespace CivicPlatform.Funds.RestrictedGrants;

/// <summary>What foundations give for some households of a lift (RAISE-26, RAISE-27); nobody donates here.</summary>
public static class RestrictedGrantsModule
{
    public static void AddRestrictedGrants(this IServiceCollection services)
    {
        services.AddScoped<GrantDesk>();
        services.AddScoped<ReceiveGrant.Handler>();
        services.AddScoped<ApplyGrant.Handler>();
    }

    public static void MapRestrictedGrants(this IEndpointRouteBuilder routes)
    {
        ReceiveGrant.Map(routes);
        ApplyGrant.Map(routes);
        ReturnGrant.Map(routes);
        GetGrants.Map(routes);
    }
}

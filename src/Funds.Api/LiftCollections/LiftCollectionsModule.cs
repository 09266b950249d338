namespace CivicPlatform.Funds.LiftCollections;

/// <summary>The money of a cost agreement: what was signed is collected, and who joins later pays his share.</summary>
public static class LiftCollectionsModule
{
    public static void AddLiftCollections(this IServiceCollection services)
    {
        services.AddScoped<CollectAgreement.Handler>();
        services.AddScoped<JoinLate.Handler>();
        services.AddScoped<ClaimSubsidy.Handler>();
        services.AddScoped<BookSupport.Handler>();
    }

    public static void MapLiftCollections(this IEndpointRouteBuilder routes)
    {
        CollectAgreement.Map(routes);
        JoinLate.Map(routes);
        GetLateJoins.Map(routes);
        ClaimSubsidy.Map(routes);
        BookSupport.Map(routes);
    }
}

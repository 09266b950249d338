namespace CivicPlatform.Consultation.Recounts;

/// <summary>Counting closed motions again.</summary>
public static class RecountsModule
{
    public static void AddRecounts(this IServiceCollection services)
    {
        services.AddScoped<RecountDesk>();
        services.AddScoped<RunRecount.Handler>();
    }

    public static void MapRecounts(this IEndpointRouteBuilder routes) => RunRecount.Map(routes);
}

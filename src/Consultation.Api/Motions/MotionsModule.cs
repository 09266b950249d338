namespace CivicPlatform.Consultation.Motions;

/// <summary>Motions and their counts, and the calculator.</summary>
public static class MotionsModule
{
    public static void AddMotions(this IServiceCollection services)
    {
        services.AddScoped<OpenMotion.Handler>();
        services.AddScoped<CloseMotion.Handler>();
    }

    public static void MapMotions(this IEndpointRouteBuilder routes)
    {
        OpenMotion.Map(routes);
        GetMotion.Map(routes);
        CloseMotion.Map(routes);
        GetTally.Map(routes);
        PreviewTally.Map(routes);
        PreviewAgenda.Map(routes);
    }
}

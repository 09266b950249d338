namespace CivicPlatform.Funds.Disclosure;

/// <summary>Daily pages and what the public sees.</summary>
public static class DisclosureModule
{
    public static void AddDisclosure(this IServiceCollection services)
    {
        services.AddSingleton<PageText>();
        services.AddSingleton<PublicAnswer>();
        services.AddSingleton<LineSalts>();
        services.AddSingleton<PageWriter>();
        services.AddScoped<LineReader>();
        services.AddScoped<StoredPages>();
        services.AddScoped<GetProof.Handler>();
        services.AddScoped<PageReader>();
        services.AddScoped<DailyPages>();
        services.AddScoped<CloseSnapshots.Handler>();
        services.AddScoped<GetDisclosure.Handler>();
        services.AddSingleton<SnapshotServices>();
        services.AddSingleton<SnapshotScheduler>();
        services.AddHostedService(s => s.GetRequiredService<SnapshotScheduler>());
    }

    public static void MapDisclosure(this IEndpointRouteBuilder routes)
    {
        CloseSnapshots.Map(routes);
        GetDisclosure.Map(routes);
        GetChain.Map(routes);
        GetProof.Map(routes);
        GetLines.Map(routes);
    }
}

namespace CivicPlatform.Funds.PeriodPages;

/// <summary>What an account did over a year, half or quarter, for everybody (FUND-25).</summary>
public static class PeriodPagesModule
{
    public static void AddPeriodPages(this IServiceCollection services)
    {
        services.AddScoped<PeriodReader>();
        services.AddScoped<PeriodCloser>();
        services.AddScoped<ClosePeriod.Handler>();
        services.AddSingleton<PeriodScheduler>();
        services.AddHostedService(s => s.GetRequiredService<PeriodScheduler>());
    }

    public static void MapPeriodPages(this IEndpointRouteBuilder routes)
    {
        ClosePeriod.Map(routes);
        GetPeriods.Map(routes);
    }
}

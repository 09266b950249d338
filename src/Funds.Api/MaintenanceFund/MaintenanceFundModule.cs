namespace CivicPlatform.Funds.MaintenanceFund;

/// <summary>The maintenance fund of an estate: deposits, gains, renewals, refunds (FUND-05 to FUND-13).</summary>
public static class MaintenanceFundModule
{
    public static void AddMaintenanceFund(this IServiceCollection services)
    {
        services.AddScoped<Renewals>();
        services.AddScoped<RecordDeposits.Handler>();
        services.AddScoped<RecordGains.Handler>();
        services.AddScoped<RefundLostUnit.Handler>();
        services.AddScoped<ReverseFundEntry.Handler>();
    }

    public static void MapMaintenanceFund(this IEndpointRouteBuilder routes)
    {
        RecordDeposits.Map(routes);
        RecordGains.Map(routes);
        RefundLostUnit.Map(routes);
        ReverseFundEntry.Map(routes);
        ListFundEntries.Map(routes);
        UnitFunds.Map(routes);
        ListRenewals.Map(routes);
    }
}

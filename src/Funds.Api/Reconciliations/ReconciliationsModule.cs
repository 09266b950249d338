namespace CivicPlatform.Funds.Reconciliations;

/// <summary>Periods compared with the bank and shut (FUND-25).</summary>
public static class ReconciliationsModule
{
    public static void AddReconciliations(this IServiceCollection services)
    {
        services.AddScoped<CreateReconciliation.Handler>();
        services.AddScoped<CloseReconciliation.Handler>();
    }

    public static void MapReconciliations(this IEndpointRouteBuilder routes)
    {
        CreateReconciliation.Map(routes);
        CloseReconciliation.Map(routes);
        GetReconciliation.Map(routes);
    }
}

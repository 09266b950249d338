namespace CivicPlatform.Funds.Spending;

/// <summary>Advances, contractor payments and repayments.</summary>
public static class SpendingModule
{
    public static void AddSpending(this IServiceCollection services)
    {
        services.AddScoped<RecordAdvance.Handler>();
        services.AddScoped<PayContractor.Handler>();
        services.AddScoped<RepayAdvance.Handler>();
    }

    public static void MapSpending(this IEndpointRouteBuilder routes)
    {
        RecordAdvance.Map(routes);
        PayContractor.Map(routes);
        RepayAdvance.Map(routes);
    }
}

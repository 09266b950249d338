namespace CivicPlatform.Funds.Refunds;

/// <summary>Money back to households, and credits that pay another bill.</summary>
public static class RefundsModule
{
    public static void AddRefunds(this IServiceCollection services)
    {
        services.AddScoped<RefundDesk>();
        services.AddScoped<PayRefund.Handler>();
        services.AddScoped<ApplyCredit.Handler>();
    }

    public static void MapRefunds(this IEndpointRouteBuilder routes)
    {
        AskRefund.Map(routes);
        ApproveRefund.Map(routes);
        PayRefund.Map(routes);
        ApplyCredit.Map(routes);
    }
}

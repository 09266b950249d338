using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.SpendPayouts;

/// <summary>From the settled shares of the households to the last payment of the contractor.</summary>
public static class SpendPayoutsModule
{
    public static void AddSpendPayouts(this IServiceCollection services)
    {
        services.AddScoped<HouseholdMoney>();
        services.AddScoped<PayoutDesk>();
        services.AddScoped<SettleSpend.Handler>();
        services.AddScoped<BookTopUp.Handler>();
        services.AddScoped<PayPayout.Handler>();
        services.AddEncryptedColumns("spend_requests", "account_cipher");
    }

    public static void MapSpendPayouts(this IEndpointRouteBuilder routes)
    {
        SettleSpend.Map(routes);
        BookTopUp.Map(routes);
        AskPayout.Map(routes);
        ApprovePayout.Map(routes);
        PayPayout.Map(routes);
        CancelPayout.Map(routes);
    }
}

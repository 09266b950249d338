using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.Ledger;

/// <summary>Dedicated accounts and their books.</summary>
public static class LedgerModule
{
    public static void AddLedger(this IServiceCollection services)
    {
        services.AddScoped<OpenAccount.Handler>();
        services.AddHostedService<NightlyJournals>();
        services.AddHostedService<ReservationExpiry>();
        services.AddEncryptedColumns("bank_accounts", "number_cipher");
    }

    public static void MapLedger(this IEndpointRouteBuilder routes)
    {
        OpenAccount.Map(routes);
        GetTrialBalance.Map(routes);
        GetBalances.Map(routes);
        ListEntries.Map(routes);
        GetJournal.Map(routes);
    }
}

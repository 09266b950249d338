using CivicPlatform.Funds.BankChannels;
using CivicPlatform.Funds.BankMappings;
using CivicPlatform.Funds.BillReceipts;
using CivicPlatform.Funds.Calculators;
using CivicPlatform.Funds.Campaigns;
using CivicPlatform.Funds.CampaignTemplates;
using CivicPlatform.Funds.CostAgreements;
using CivicPlatform.Funds.Disclosure;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.LiftCards;
using CivicPlatform.Funds.LiftCollections;
using CivicPlatform.Funds.MaintenanceFund;
using CivicPlatform.Funds.PeriodPages;
using CivicPlatform.Funds.Reconciliations;
using CivicPlatform.Funds.Refunds;
using CivicPlatform.Funds.Reminders;
using CivicPlatform.Funds.RestrictedGrants;
using CivicPlatform.Funds.SharedCosts;
using CivicPlatform.Funds.Spending;
using CivicPlatform.Funds.SpendPayouts;
using CivicPlatform.Funds.SpendRequests;
using CivicPlatform.Funds.Statements;
using CivicPlatform.Funds.Suspense;

namespace CivicPlatform.Funds;

/// <summary>Every slice of Funds, one line each; what a slice can do stands in its own module.</summary>
internal static class Slices
{
    public static void AddSlices(this IServiceCollection services)
    {
        services.AddLedger();
        services.AddMaintenanceFund();
        services.AddCampaigns();
        services.AddStatements();
        services.AddSuspense();
        services.AddBankMappings();
        services.AddBankChannels();
        services.AddReconciliations();
        services.AddSpending();
        services.AddSharedCosts();
        services.AddSpendRequests();
        services.AddSpendPayouts();
        services.AddCostAgreements();
        services.AddLiftCollections();
        services.AddRestrictedGrants();
        services.AddBillReceipts();
        services.AddRefunds();
        services.AddReminders();
        services.AddLiftCards();
        services.AddDisclosure();
        services.AddPeriodPages();
    }

    public static void MapSlices(this IEndpointRouteBuilder api)
    {
        api.MapLedger();
        api.MapMaintenanceFund();
        api.MapCampaigns();
        api.MapStatements();
        api.MapSuspense();
        api.MapBankMappings();
        api.MapBankChannels();
        api.MapReconciliations();
        api.MapSpending();
        api.MapSharedCosts();
        api.MapSpendRequests();
        api.MapSpendPayouts();
        api.MapCostAgreements();
        api.MapLiftCollections();
        api.MapRestrictedGrants();
        api.MapBillReceipts();
        api.MapRefunds();
        api.MapReminders();
        api.MapLiftCards();
        api.MapCampaignTemplates();
        api.MapDisclosure();
        api.MapPeriodPages();
        api.MapCalculators();
    }
}

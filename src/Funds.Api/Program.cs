using CivicPlatform.Funds.BankMappings;
using CivicPlatform.Funds.Calculators;
using CivicPlatform.Funds.Campaigns;
using CivicPlatform.Funds.Disclosure;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.MaintenanceFund;
using CivicPlatform.Funds.PeriodPages;
using CivicPlatform.Funds.Reconciliations;
using CivicPlatform.Funds.Register;
using CivicPlatform.Funds.Spending;
using CivicPlatform.Funds.SpendPayouts;
using CivicPlatform.Funds.SpendRequests;
using CivicPlatform.Funds.Statements;
using CivicPlatform.Funds.Suspense;
using CivicPlatform.ServiceDefaults;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("funds");
builder.AddServiceDatabase<FundsDbContext>();
builder.AddMessaging(consumers =>
{
    consumers.AddRegisterConsumers();
    consumers.AddSpendRequestConsumers();
});
builder.Services.AddLedger();
builder.Services.AddMaintenanceFund();
builder.Services.AddCampaigns();
builder.Services.AddStatements();
builder.Services.AddSuspense();
builder.Services.AddBankMappings();
builder.Services.AddReconciliations();
builder.Services.AddSpending();
builder.Services.AddSpendRequests();
builder.Services.AddSpendPayouts();
builder.Services.AddDisclosure();
builder.Services.AddPeriodPages();

var app = builder.Build();
if (await app.MigrateIfAskedAsync(args)) return;

app.UseServiceDefaults();
app.MapDefaultEndpoints();
var api = app.MapApi();
api.MapLedger();
api.MapMaintenanceFund();
api.MapCampaigns();
api.MapStatements();
api.MapSuspense();
api.MapBankMappings();
api.MapReconciliations();
api.MapSpending();
api.MapSpendRequests();
api.MapSpendPayouts();
api.MapDisclosure();
api.MapPeriodPages();
api.MapCalculators();
await app.RunAsync();

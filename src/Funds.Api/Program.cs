using CivicPlatform.Funds;
using CivicPlatform.Funds.Register;
using CivicPlatform.Funds.SpendRequests;
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
builder.Services.AddSlices();

var app = builder.Build();
if (await app.MigrateIfAskedAsync(args)) return;

app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapApi().MapSlices();
await app.RunAsync();

using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Desk;
using CivicPlatform.Cases.Disputes;
using CivicPlatform.Cases.Duties;
using CivicPlatform.Cases.Handling;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Cases.Rates;
using CivicPlatform.Cases.Referrals;
using CivicPlatform.Cases.Timeline;
using CivicPlatform.Cases.Works;
using CivicPlatform.ServiceDefaults;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("cases");
builder.AddServiceDatabase<CasesDbContext>();
builder.AddMessaging(consumers =>
{
    consumers.AddReferrals();
    consumers.AddWorks();
    consumers.AddTimeline();
});
builder.Services.AddIntake();
builder.Services.AddDuties();
builder.Services.AddHandling();
builder.Services.AddDisputes();
builder.Services.AddWorks();

var app = builder.Build();
if (await app.MigrateIfAskedAsync(args)) return;

app.UseServiceDefaults();
app.MapDefaultEndpoints();
var api = app.MapApi();
api.MapIntake();
api.MapDuties();
api.MapHandling();
api.MapRates();
api.MapDisputes();
ListDesk.Map(api);
api.MapWorks();
api.MapTimeline();
await app.RunAsync();

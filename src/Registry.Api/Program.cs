using CivicPlatform.Registry.Calendars;
using CivicPlatform.Registry.Data;
using CivicPlatform.Registry.Divisions;
using CivicPlatform.Registry.Estates;
using CivicPlatform.Registry.Owners;
using CivicPlatform.Registry.UnitImports;
using CivicPlatform.ServiceDefaults;
using CivicPlatform.ServiceDefaults.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("registry");
builder.AddServiceDatabase<RegistryDbContext>();
builder.AddMessaging(); // The register tells others; it follows nobody but the Development clock.
builder.Services.AddDivisions();
builder.Services.AddCalendars();
builder.Services.AddUnitImports();
builder.Services.AddOwners();

var app = builder.Build();
if (await app.MigrateIfAskedAsync(args)) return;

app.UseServiceDefaults();
app.MapDefaultEndpoints();
var api = app.MapApi();
api.MapDivisions();
api.MapCalendars(app.Environment);
api.MapEstates();
api.MapUnitImports();
api.MapOwners();
app.Run();

using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Ballots;
using CivicPlatform.Consultation.ConsentBoards;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Objections;
using CivicPlatform.Consultation.Publicity;
using CivicPlatform.Consultation.Records;
using CivicPlatform.Consultation.Register;
using CivicPlatform.Consultation.Rolls;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("consultation");
builder.AddServiceDatabase<ConsultationDbContext>();
builder.AddMessaging(consumers => consumers.AddRegisterConsumers());
builder.Services.AddRolls();
builder.Services.AddMotions();
builder.Services.AddBallots();
builder.Services.AddPublicity();
builder.Services.AddObjections();
builder.Services.AddRecords();
builder.Services.AddConsentBoards();
builder.Services.AddArchives();

var app = builder.Build();
if (await app.MigrateIfAskedAsync(args)) return;

app.UseServiceDefaults();
app.MapDefaultEndpoints();
var api = app.MapApi();
api.MapRolls();
api.MapMotions();
api.MapBallots();
api.MapPublicity();
api.MapObjections();
api.MapRecords();
api.MapConsentBoards();
api.MapArchives();
await app.RunAsync();

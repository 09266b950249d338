using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Ballots;
using CivicPlatform.Consultation.ConsentBoards;
using CivicPlatform.Consultation.DualConsultations;
using CivicPlatform.Consultation.Lifts;
using CivicPlatform.Consultation.Meetings;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Objections;
using CivicPlatform.Consultation.Owners;
using CivicPlatform.Consultation.Publicity;
using CivicPlatform.Consultation.Records;
using CivicPlatform.Consultation.Register;
using CivicPlatform.Consultation.Rolls;
using CivicPlatform.Consultation.Visits;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("consultation");
builder.AddServiceDatabase<ConsultationDbContext>();
builder.AddMessaging(consumers =>
{
    consumers.AddRegisterConsumers();
    consumers.AddLiftConsumers();
});
builder.Services.AddRolls();
builder.Services.AddMotions();
builder.Services.AddBallots();
builder.Services.AddPublicity();
builder.Services.AddObjections();
builder.Services.AddRecords();
builder.Services.AddConsentBoards();
builder.Services.AddArchives();
builder.Services.AddMeetings();
builder.Services.AddDualConsultations();
builder.Services.AddLifts();
builder.Services.AddVisits();

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
api.MapMeetings();
api.MapDualConsultations();
api.MapLifts();
api.MapVisits();
api.MapOwners();
await app.RunAsync();

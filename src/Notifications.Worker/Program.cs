using CivicPlatform.Notifications.Deliveries;
using CivicPlatform.Notifications.Notices;
using CivicPlatform.Notifications.Subscriptions;
using CivicPlatform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("notifications");
builder.AddServiceDatabase<NotificationsDbContext>();
builder.AddMessaging(consumers => consumers.AddNoticeConsumers());
builder.Services.AddNotices().AddSubscriptions().AddDeliveries();

var app = builder.Build();
if (await app.MigrateIfAskedAsync(args)) return;
app.UseServiceDefaults();
app.MapDefaultEndpoints();
var api = app.MapApi();
api.MapNotices();
api.MapSubscriptions();
api.MapDeliveries();
app.Run();

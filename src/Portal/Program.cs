using CivicPlatform.Portal;
using CivicPlatform.Portal.Components;
using CivicPlatform.Portal.Disclosures;
using CivicPlatform.ServiceDefaults;
using CivicPlatform.ServiceDefaults.Http;
using CivicPlatform.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("portal");
builder.Services.AddServiceClient<DisclosureClient>("funds");
builder.Services.AddRazorComponents();
builder.Services.RemoveAll<IExceptionHandler>(); // People read these pages: a sentence, not a problem document.

var app = builder.Build();
app.UseExceptionHandler("/portal/failed", createScopeForErrors: true);
app.UseStatusCodePagesWithReExecute("/portal/not-found", createScopeForStatusCodePages: true);
app.UseSecurityHeaders();
app.UseStaticFiles(PortalFiles.Options);
app.UseRouting();
app.UseSpanNames();
app.UseAntiforgery();
app.MapHealthChecks("/health");
app.MapHealthChecks("/alive");
app.MapGet("/", () => TypedResults.Redirect("/disclosure/"));
app.MapRazorComponents<App>();
app.Run();

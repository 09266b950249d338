using CivicPlatform.Portal;
using CivicPlatform.Portal.Components;
using CivicPlatform.Portal.Disclosures;
using CivicPlatform.ServiceDefaults;
using CivicPlatform.ServiceDefaults.Auth;
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
app.MapHealthChecks("/health").Public();
app.MapHealthChecks("/alive").Public();
app.MapGet("/", () => TypedResults.Redirect("/disclosure/")).Public();
app.MapRazorComponents<App>().Public(); // T0 pages and nothing else.
app.Run();

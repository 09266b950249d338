using System.Text.Json;
using System.Text.Json.Serialization;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using CivicPlatform.ServiceDefaults.Messaging;
using CivicPlatform.ServiceDefaults.Security;
using CivicPlatform.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPlatform.ServiceDefaults;

/// <summary>What every service does alike, under the names that readers of Aspire projects expect.</summary>
public static class Extensions
{
    private const long MaxBodyBytes = 1024 * 1024;
    private const int DrainSeconds = 10;

    /// <summary>Telemetry, health, problem details, bearer tokens, JSON rules, clocks, the OpenAPI document.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        // Server spans carry their tags only when this is said before the host is built.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        Faults.CrashPoint.Configure(builder.Configuration, builder.Environment, service);
        RequestBuffer.KeepIn(builder.Configuration["Buffers:Folder"]);
        builder.Services.AddSingleton(new ServiceIdentity(service));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddTelemetry();
        builder.AddServiceAuth();
        builder.AddRequestLimits();
        builder.AddApiDocument(service);
        builder.Services.AddHealthChecks();
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = Problems.Complete);
        builder.Services.AddExceptionHandler<UnhandledErrors>();
        builder.Services.ConfigureHttpJsonOptions(options => ApplyJsonRules(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.AddSingleton(_ => FieldCipher.FromConfiguration(builder.Configuration));
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(
            options => options.ShutdownTimeout = TimeSpan.FromSeconds(DrainSeconds));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes; // Imports raise it on their own endpoint.
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        return builder;
    }

    /// <summary>One JSON dialect for requests and answers: exact money, known members, clean texts.</summary>
    public static void ApplyJsonRules(JsonSerializerOptions json)
    {
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.Converters.Add(new TextConverter());
        json.Converters.Add(new InstantJson());
        json.Converters.Add(new MoneyJson());
        json.Converters.Add(new AreaJson());
        json.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
    }

    /// <summary>Errors as problems, span names, authentication, and the transaction around every API request.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(context =>
            Problems.OfStatus(context.HttpContext.Response.StatusCode).ToProblem().ExecuteAsync(context.HttpContext));
        app.UseRouting();
        app.UseSpanNames();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter(); // After the policy: a refused caller spends nobody's budget.
        app.UseMiddleware<RequestPipeline>();
        return app;
    }

    /// <summary>/health (ready), /alive, the OpenAPI document and the operator's routes.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks("/health").Public();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false }).Public();
        app.MapOpenApi("/openapi/{documentName}.json").Public();
        if (app.Services.GetService<OutboxSignal>() is not null)
            app.MapParkedMessages(app.Services.GetRequiredService<ServiceIdentity>().Name);
        return app;
    }

    /// <summary>
    /// The group /api/v1; each endpoint says <c>Requires(...)</c> or <c>Public()</c>, or the service does not start.
    /// </summary>
    public static RouteGroupBuilder MapApi(this WebApplication app) => app.MapGroup("/api/v1");
}

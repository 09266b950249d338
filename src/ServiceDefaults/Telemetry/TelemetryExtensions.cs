using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace CivicPlatform.ServiceDefaults.Telemetry;

/// <summary>
/// Logs, traces and metrics over OTLP, from the framework's own sources; configured by the OTEL_ variables.
/// </summary>
public static class TelemetryExtensions
{
    // Series of one metric. Room for them is taken at once; the library's 2,000 cost each process 14 MB.
    private const int MaxSeries = 400;

    private static readonly string[] Sources =
        ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "MassTransit", PlatformActivity.SourceName];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime",
        "Npgsql", "MassTransit", MessagingMetrics.MeterName,
    ];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Logging.Configure(options => options.ActivityTrackingOptions =
            ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        // Every request and every SQL command is a span already; as log lines they cost more than the work itself.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        // A service that is not ready yet says so as its health; as error lines it would frighten whoever starts it.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical);
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return;

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
            logging.AddOtlpExporter();
        });
        builder.Services.AddSingleton(services => new TraceBudget(
            builder.Configuration.GetValue("Telemetry:TracesPerSecond", TraceBudget.Default),
            services.GetRequiredService<TimeProvider>()));
        builder.Services.AddHostedService<TelemetryService>();
    }

    /// <summary>Gives the server span its route as name, and drops the polls of health checks.</summary>
    public static void UseSpanNames(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (Activity.Current is { } span)
        {
            if (IsHealthPoll(http.Request.Path)) span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            span.DisplayName = $"{http.Request.Method} {route ?? "(no route)"}";
            if (route is not null) span.SetTag("http.route", route);
        }
        await next(http);
        Activity.Current?.SetTag("http.response.status_code", http.Response.StatusCode);
    });

    private static bool IsHealthPoll(PathString path) => path == "/health" || path == "/alive";

    // OpenTelemetry.Extensions.Hosting is not on the feed; its hosting is these few lines.
    private sealed class TelemetryService(TraceBudget sampler) : IHostedService, IDisposable
    {
        private OpenTelemetrySdk? _sdk;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _sdk = OpenTelemetrySdk.Create(telemetry => telemetry
                .WithTracing(tracing => tracing.AddSource(Sources).SetSampler(sampler).AddOtlpExporter())
                .WithMetrics(metrics => metrics.AddMeter(Meters)
                    .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = MaxSeries })
                    .AddOtlpExporter()));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => _sdk?.Dispose();
    }
}

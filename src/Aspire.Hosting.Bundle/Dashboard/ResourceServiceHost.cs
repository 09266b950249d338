using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Serves the dashboard with the resources: HTTP/2 without TLS, on loopback, with a key.</summary>
internal sealed class ResourceServiceHost(
    DashboardOptions options, ResourceNotificationService notifications, ResourceLoggerService logs,
    ResourceCommandService commands, IHostEnvironment environment) : IAsyncDisposable
{
    private const string KeyHeader = "x-resource-service-api-key";

    private readonly CancellationTokenSource stopping = new();
    private WebApplication? app;

    public async Task StartAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(
                IPAddress.Loopback, options.ResourceServicePort, listen => listen.Protocols = HttpProtocols.Http2);
            // Streams may stay silent for hours.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        app = builder.Build();
        app.Use(RequireKeyAsync);
        new ResourceService(notifications, logs, commands, environment.ApplicationName, stopping.Token).Map(app);
        await app.StartAsync(ct);
    }

    public async Task StopAsync(CancellationToken ct)
    {
        await stopping.CancelAsync(); // Ends the streams, which would hold up the server's own stop.
        if (app is not null) await app.StopAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
        stopping.Dispose();
    }

    private Task RequireKeyAsync(HttpContext context, RequestDelegate next)
    {
        var given = Encoding.UTF8.GetBytes(context.Request.Headers[KeyHeader].ToString());
        var wanted = Encoding.UTF8.GetBytes(options.ResourceServiceKey);
        if (CryptographicOperations.FixedTimeEquals(given, wanted)) return next(context);
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Addresses and keys of the dashboard; the configuration keys are those of the official host.</summary>
internal sealed class DashboardOptions
{
    private const string ResourceName = "aspire-dashboard";
    private readonly string browserToken;
    private readonly string frontendUrl;

    public DashboardOptions(DistributedApplicationOptions options, IConfiguration configuration)
    {
        IsEnabled = !options.DisableDashboard;
        frontendUrl = configuration["ASPNETCORE_URLS"] ?? "http://localhost:18888";
        browserToken = configuration["AppHost:BrowserToken"]!;
        if (!IsEnabled) return;
        OtlpUrl = configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] ?? LocalUrl(FreePort());
        ResourceServicePort = FreePort();
    }

    public bool IsEnabled { get; }

    /// <summary>Where telemetry goes; null without a dashboard.</summary>
    public string? OtlpUrl { get; }

    public string OtlpKey { get; } = NewKey();

    public int ResourceServicePort { get; }

    public string ResourceServiceKey { get; } = NewKey();

    /// <summary>The dashboard as a process that DCP runs; hidden in its own list.</summary>
    public ExecutableResource? Resource { get; private set; }

    public ExecutableResource AsResource(string bundlePath)
    {
        var folder = Path.Combine(bundlePath, "managed");
        var program = Path.Combine(folder, "aspire-managed");
        if (!File.Exists(program))
            throw new DistributedApplicationException($"The Aspire bundle is broken: {program} is missing.");
        Resource = new ExecutableResource(ResourceName, program, folder);
        Resource.Annotations.Add(new CommandLineArgsCallbackAnnotation(context =>
        {
            context.Args.Add("dashboard");
            return Task.CompletedTask;
        }));
        Resource.Annotations.Add(new EnvironmentCallbackAnnotation(context =>
        {
            foreach (var (name, value) in Variables()) context.EnvironmentVariables[name] = value;
            return Task.CompletedTask;
        }));
        return Resource;
    }

    private static string NewKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private static string LocalUrl(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Every door of the dashboard has a key, and all of them listen on loopback only.
    private Dictionary<string, string> Variables() => new()
    {
        ["ASPNETCORE_URLS"] = frontendUrl,
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = OtlpUrl!,
        ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = LocalUrl(ResourceServicePort),
        ["DASHBOARD__FRONTEND__AUTHMODE"] = "BrowserToken",
        ["DASHBOARD__FRONTEND__BROWSERTOKEN"] = browserToken,
        ["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"] = "ApiKey",
        ["DASHBOARD__RESOURCESERVICECLIENT__APIKEY"] = ResourceServiceKey,
        ["DASHBOARD__OTLP__AUTHMODE"] = "ApiKey",
        ["DASHBOARD__OTLP__PRIMARYAPIKEY"] = OtlpKey,
        ["DASHBOARD__API__DISABLED"] = "true",
        ["LOGGING__CONSOLE__FORMATTERNAME"] = "json",
    };
}

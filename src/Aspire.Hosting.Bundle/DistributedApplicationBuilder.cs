using System.Collections.ObjectModel;
using System.Reflection;
using System.Security.Cryptography;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>The builder behind <see cref="DistributedApplication.CreateBuilder()"/>.</summary>
internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder host;
    private readonly ResourceCollection resources = [];

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        AppHostAssembly = options.AssemblyName is { } name ? Assembly.Load(name) : Assembly.GetEntryAssembly();
        AppHostDirectory = ProjectDirectory(AppHostAssembly);
        host = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = options.Args,
            ContentRootPath = AppHostDirectory,
        });
        AddDefaults();
        AddServices(options);
    }

    public ConfigurationManager Configuration => host.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => host.Environment;

    public IServiceCollection Services => host.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new(DistributedApplicationOperation.Run);

    public IResourceCollection Resources => resources;

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (resources.Any(r => string.Equals(r.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
            throw new DistributedApplicationException($"Two resources are named '{resource.Name}'.");
        resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build() => new(host.Build());

    // The build writes the project file's path into the assembly, under the name that the official SDK uses.
    private static string ProjectDirectory(Assembly? assembly) =>
        assembly?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .SingleOrDefault(a => string.Equals(a.Key, "apphostprojectpath", StringComparison.OrdinalIgnoreCase))?.Value
        ?? Directory.GetCurrentDirectory();

    private void AddDefaults()
    {
        // Random for each run unless given: whoever knows it may start and stop everything.
        Configuration["AppHost:BrowserToken"] ??= RandomNumberGenerator.GetHexString(32, lowercase: true);
        // Run's caller gets the exception: a second report with a stack trace would bury its one sentence.
        host.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        host.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // Health checks of starting resources fail as a matter of course; the dashboard shows their state.
        host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        host.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        // Stopping takes a few seconds for each layer of dependents.
        Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(120));
    }

    private void AddServices(DistributedApplicationOptions options)
    {
        Services.AddSingleton<IResourceCollection>(resources);
        Services.AddSingleton(options);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(new ProjectOutput(AppHostAssembly));
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<ResourceNotificationService>();
        Services.AddSingleton<ResourceLoggerService>();
        Services.AddSingleton(provider => new ResourceCommandService(provider.GetRequiredService<Orchestrator>()));
        Services.AddSingleton<DcpHost>();
        Services.AddSingleton<DashboardOptions>();
        Services.AddSingleton<ResourceConfiguration>();
        Services.AddSingleton<InstanceFactory>();
        Services.AddSingleton<HealthMonitor>();
        Services.AddSingleton<Orchestrator>();
        Services.AddSingleton<ResourceServiceHost>();
        Services.AddHealthChecks();
        Services.AddHostedService<ApplicationRunner>();
    }

    private sealed class ResourceCollection : Collection<IResource>, IResourceCollection;
}

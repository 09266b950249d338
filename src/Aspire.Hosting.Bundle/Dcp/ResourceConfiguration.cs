using System.Globalization;
using System.Text.Json;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>Turns the description of a resource into the process that DCP shall run.</summary>
internal sealed class ResourceConfiguration(
    DistributedApplicationExecutionContext executionContext, ProjectOutput output, DashboardOptions dashboard,
    IHostEnvironment environment, ILogger<ResourceConfiguration> logger)
{
    /// <summary>The process of one instance; waits for the addresses and values that it refers to.</summary>
    public async Task<ExecutableObject> ResolveAsync(IResource resource, string instanceId, CancellationToken ct)
    {
        var (command, directory, firstArgs) = CommandOf(resource);
        return new ExecutableObject
        {
            Metadata = new ObjectMetadata
            {
                Name = instanceId,
                Annotations = new Dictionary<string, string>
                {
                    ["resource-name"] = resource.Name,
                    ["service-producer"] = JsonSerializer.Serialize(ProducersOf(resource), DcpClient.Json),
                },
            },
            Spec = new ExecutableSpec
            {
                ExecutablePath = command,
                WorkingDirectory = directory,
                Args = [.. firstArgs, .. await ArgumentsAsync(resource, ct)],
                Env = await EnvironmentAsync(resource, instanceId, ct),
            },
        };
    }

    private (string Command, string Directory, string[] Args) CommandOf(IResource resource)
    {
        if (resource is ExecutableResource executable) return (Locate(executable), executable.WorkingDirectory, []);
        var project = resource.Annotations.OfType<IProjectMetadata>().Single().ProjectPath;
        // `dotnet exec` costs no second process, unlike `dotnet run`.
        return (DotnetPath(), Path.GetDirectoryName(project)!, ["exec", output.AssemblyOf(project)]);
    }

    private static string Locate(ExecutableResource executable)
    {
        var besideIt = Path.GetFullPath(Path.Combine(executable.WorkingDirectory, executable.Command));
        return executable.Command.Contains('/', StringComparison.Ordinal) ? besideIt : executable.Command;
    }

    private static string DotnetPath() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    private static IEnumerable<ServiceProducer> ProducersOf(IResource resource) => resource.Annotations
        .OfType<EndpointAnnotation>()
        .Select(e => new ServiceProducer(
            e.ServiceName!, "localhost", e.IsProxied ? e.TargetPort : e.TargetPort ?? e.Port));

    private static async Task<IEnumerable<string>> ArgumentsAsync(IResource resource, CancellationToken ct)
    {
        var context = new CommandLineArgsCallbackContext(new List<object>(), resource, ct);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToArray())
            await annotation.Callback(context);

        var args = new List<string>();
        foreach (var arg in context.Args) args.Add(await ValueAsync(arg, ct));
        return args;
    }

    private async Task<NameValue[]> EnvironmentAsync(IResource resource, string instanceId, CancellationToken ct)
    {
        var context = new EnvironmentCallbackContext(executionContext, resource, cancellationToken: ct)
        {
            Logger = logger,
        };
        if (resource is ProjectResource) SetAspNetDefaults(context.EnvironmentVariables, resource);
        if (resource.Annotations.OfType<OtlpExporterAnnotation>().Any())
            SetTelemetry(context.EnvironmentVariables, resource, instanceId);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToArray())
            await annotation.Callback(context);

        var env = new List<NameValue>();
        foreach (var (name, value) in context.EnvironmentVariables)
            env.Add(new NameValue(name, await ValueAsync(value, ct)));
        return [.. env];
    }

    private static void SetAspNetDefaults(Dictionary<string, object> env, IResource resource)
    {
        var ports = resource.Annotations.OfType<EndpointAnnotation>()
            .Where(e => e.UriScheme == "http")
            .Select(e => string.Create(
                CultureInfo.InvariantCulture,
                $"http://localhost:{e.TargetPort?.ToString(CultureInfo.InvariantCulture) ?? PortForServing(e)}"))
            .ToArray();
        if (ports.Length == 0) return;
        env["ASPNETCORE_URLS"] = string.Join(';', ports);
        env["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
    }

    private static string PortForServing(EndpointAnnotation endpoint) =>
        $$$"""{{- portForServing "{{{endpoint.ServiceName}}}" -}}""";

    private void SetTelemetry(Dictionary<string, object> env, IResource resource, string instanceId)
    {
        if (dashboard.OtlpUrl is null) return;
        env["OTEL_EXPORTER_OTLP_ENDPOINT"] = dashboard.OtlpUrl;
        env["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
        env["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={dashboard.OtlpKey}";
        env["OTEL_SERVICE_NAME"] = resource.Name;
        // The dashboard joins telemetry and resource by the suffix of the instance's name.
        env["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instanceId[(resource.Name.Length + 1)..]}";
        if (!environment.IsDevelopment()) return;
        env["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
        env["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
        env["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
        env["OTEL_TRACES_SAMPLER"] = "always_on";
        env["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
    }

    private static async Task<string> ValueAsync(object value, CancellationToken ct) => value switch
    {
        string text => text,
        IValueProvider provider => await provider.GetValueAsync(ct) ?? string.Empty,
        IResourceBuilder<IResource> { Resource: IValueProvider provider } =>
            await provider.GetValueAsync(ct) ?? string.Empty,
        Func<string> function => function(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}

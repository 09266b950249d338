using Microsoft.Extensions.Configuration;

namespace CivicPlatform.AppHost;

/// <summary>Where logs, traces and metrics go: to the dashboard, or to the collector that the operator names.</summary>
internal static class Collector
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    /// <summary>
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>_PROTOCOL</c> and <c>_HEADERS</c> of AppHost in place of the dashboard's.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithCollector(
        this IResourceBuilder<ProjectResource> project, IConfiguration configuration)
    {
        if (configuration[$"{Prefix}ENDPOINT"] is not { Length: > 0 } endpoint) return project;
        return project.WithEnvironment($"{Prefix}ENDPOINT", endpoint)
            .WithEnvironment($"{Prefix}PROTOCOL", configuration[$"{Prefix}PROTOCOL"] ?? "grpc")
            // Always: the dashboard's key is nothing for anybody else.
            .WithEnvironment($"{Prefix}HEADERS", configuration[$"{Prefix}HEADERS"] ?? "");
    }
}

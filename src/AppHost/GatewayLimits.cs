using Microsoft.Extensions.Configuration;

namespace CivicPlatform.AppHost;

/// <summary>
/// Hands the operator's <c>GATEWAY_*</c> settings (docs/operations.md) on to the gateway and to nothing else.
/// </summary>
internal static class GatewayLimits
{
    private const string Prefix = "GATEWAY_";

    /// <summary>DCP passes no environment on by itself, so each setting is named.</summary>
    public static IResourceBuilder<ExecutableResource> WithGatewayLimits(
        this IResourceBuilder<ExecutableResource> gateway, IConfiguration configuration)
    {
        foreach (var (name, value) in configuration.AsEnumerable())
            if (name.StartsWith(Prefix, StringComparison.Ordinal)) gateway.WithEnvironment(name, value);
        return gateway;
    }
}

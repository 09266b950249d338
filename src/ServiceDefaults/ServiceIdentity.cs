using Microsoft.Extensions.DependencyInjection;

namespace CivicPlatform.ServiceDefaults;

/// <summary>The service's name: its database, its queue prefix, its operations route.</summary>
public sealed record ServiceIdentity(string Name);

internal static class ServiceIdentityExtensions
{
    /// <summary>For the extensions that run while services are being registered.</summary>
    public static string ServiceName(this IServiceCollection services) =>
        services.Select(s => s.ImplementationInstance).OfType<ServiceIdentity>().FirstOrDefault()?.Name
            ?? throw new InvalidOperationException("AddServiceDefaults(name) comes first.");
}

using System.Collections.Concurrent;

namespace Aspire.Hosting.Dcp;

/// <summary>Gets the addresses of endpoints from DCP: the shared one first, then that of every process.</summary>
internal sealed class ServiceAddresses
{
    private readonly ConcurrentDictionary<string, EndpointAnnotation> byService = new(StringComparer.Ordinal);

    /// <summary>Makes the service object of an endpoint and waits for its port.</summary>
    public async Task AllocateAsync(
        DcpClient dcp, IResource resource, EndpointAnnotation endpoint, CancellationToken ct)
    {
        var isOnly = resource.Annotations.OfType<EndpointAnnotation>().Count() == 1;
        endpoint.ServiceName = isOnly ? resource.Name : $"{resource.Name}-{endpoint.Name}";
        byService[endpoint.ServiceName] = endpoint;
        var port = endpoint.IsProxied ? endpoint.Port : endpoint.TargetPort ?? endpoint.Port;
        if (!endpoint.IsProxied && port is null)
        {
            throw new DistributedApplicationException(
                $"Endpoint '{endpoint.Name}' of '{resource.Name}' has no proxy and needs a port.");
        }

        await dcp.CreateAsync(
            new ServiceObject
            {
                Metadata = new ObjectMetadata { Name = endpoint.ServiceName },
                Spec = new ServiceSpec
                {
                    Port = port,
                    AddressAllocationMode = endpoint.IsProxied ? "Localhost" : "Proxyless",
                },
            },
            ct);
        endpoint.AllocatedEndpoint = endpoint.IsProxied
            ? await PortOfAsync(dcp, endpoint, ct)
            : new AllocatedEndpoint(endpoint, "localhost", port!.Value);
    }

    /// <summary>Notes where one process serves; null when the endpoint is none of ours.</summary>
    public EndpointAnnotation? Record(WatchEvent<EndpointObject> change, string instanceId)
    {
        var spec = change.Object.Spec;
        if (!byService.TryGetValue(spec.ServiceName, out var endpoint)) return null;
        if (!change.IsDeleted) endpoint.InstanceAddresses[instanceId] = (spec.Address, spec.Port);
        else if (endpoint.InstanceAddresses.TryGetValue(instanceId, out var at) && at.Port == spec.Port)
            endpoint.InstanceAddresses.TryRemove(instanceId, out _); // Not that of its successor.
        return endpoint;
    }

    private static async Task<AllocatedEndpoint> PortOfAsync(
        DcpClient dcp, EndpointAnnotation endpoint, CancellationToken ct)
    {
        while (true)
        {
            var service = await dcp.FindAsync<ServiceObject>(endpoint.ServiceName!, ct);
            if (service?.Status?.EffectivePort is { } port and > 0)
                return new AllocatedEndpoint(endpoint, "localhost", port);
            await Task.Delay(TimeSpan.FromMilliseconds(20), ct);
        }
    }
}

using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>Brings the application up in the order of its waits, and down in the opposite order.</summary>
internal sealed class Orchestrator(
    IResourceCollection resources, DcpHost dcp, InstanceFactory factory, ResourceNotificationService notifications,
    HealthMonitor health, DashboardOptions dashboard, ILogger<Orchestrator> logger) : IAsyncDisposable
{
    private static readonly TimeSpan AddressTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LayerTimeout = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource stopping = new();
    private readonly ServiceAddresses addresses = new();
    private Dictionary<string, Instance> instances = [];
    private DcpWatcher? watcher;

    /// <summary>The instance with this id, or all instances of the resource with this name.</summary>
    public IReadOnlyList<Instance> Find(string idOrName) =>
    [
        .. instances.Values.Where(i =>
            string.Equals(i.Id, idOrName, StringComparison.OrdinalIgnoreCase)
            || string.Equals(i.Resource.Name, idOrName, StringComparison.OrdinalIgnoreCase)),
    ];

    /// <summary>Returns once DCP works and every address is known; the processes follow in the background.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        var processes = resources.Where(r => r is ExecutableResource or ProjectResource).ToList();
        if (dashboard.IsEnabled) processes.Insert(0, dashboard.AsResource(dcp.BundlePath));
        instances = processes.SelectMany(factory.Create).ToDictionary(i => i.Id);
        await dcp.StartAsync(ct);
        await AllocateAsync(processes, ct);

        watcher = new DcpWatcher(dcp.Client, logger);
        watcher.Start<ExecutableObject>(Observe, stopping.Token);
        watcher.Start<EndpointObject>(Observe, stopping.Token);
        foreach (var resource in resources.OfType<IResourceWithoutLifetime>()) _ = PublishValueAsync(resource);
        foreach (var instance in instances.Values) _ = BringUpAsync(instance);
        health.Start(processes, stopping.Token);
    }

    /// <summary>Stops dependents before what they depend on, then DCP.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        foreach (var instance in instances.Values) instance.Close();
        foreach (var layer in instances.Values.GroupBy(i => Depth(i.Resource)).OrderByDescending(g => g.Key))
            await Task.WhenAll(layer.Select(i => StopQuietlyAsync(i, ct)));
        await stopping.CancelAsync();
        await dcp.StopAsync(CancellationToken.None); // However late it is: nothing may stay behind.
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await dcp.DisposeAsync();
        foreach (var instance in instances.Values) instance.Dispose();
        stopping.Dispose();
    }

    // The dashboard goes down last: somebody may look at it until then.
    private int Depth(IResource resource) => resource == dashboard.Resource ? -1 : resource.Annotations
        .OfType<WaitAnnotation>()
        .Select(w => Depth(w.Resource) + 1)
        .DefaultIfEmpty(0)
        .Max();

    private async Task StopQuietlyAsync(Instance instance, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(LayerTimeout);
        try
        {
            await instance.StopAsync(timeout.Token);
        }
        catch (Exception e)
            when (e is DistributedApplicationException or HttpRequestException or OperationCanceledException)
        {
            logger.LogWarning("{Resource} did not stop by itself, DCP ends it: {Reason}", instance.Id, e.Message);
        }
    }

    private async Task AllocateAsync(List<IResource> processes, CancellationToken ct)
    {
        var endpoints = processes.SelectMany(r => r.Annotations.OfType<EndpointAnnotation>().Select(e => (r, e)));
        await Task.WhenAll(endpoints.Select(async pair =>
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
            timeout.CancelAfter(AddressTimeout);
            await addresses.AllocateAsync(dcp.Client, pair.r, pair.e, timeout.Token);
        }));
    }

    private async Task BringUpAsync(Instance instance)
    {
        var view = factory.ViewOf(instance);
        try
        {
            if (instance.Resource.Annotations.OfType<ExplicitStartupAnnotation>().Any()) return;
            await notifications.WaitForDependenciesAsync(instance.Resource, stopping.Token);
            await instance.StartAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The application stops while the resource still waits.
        }
        catch (Exception e) when (e is DistributedApplicationException or HttpRequestException or IOException)
        {
            logger.LogError("{Resource} was not started: {Reason}", instance.Id, e.Message);
            view.ShowFailure(e.Message);
        }
    }

    private async Task PublishValueAsync(IResourceWithoutLifetime resource)
    {
        var (type, property) = resource is IResourceWithConnectionString
            ? ("ConnectionString", "resource.connectionString")
            : ("Parameter", "Value");
        try
        {
            var value = await ((IValueProvider)resource).GetValueAsync(stopping.Token);
            var secret = resource is not ParameterResource { Secret: false };
            await notifications.PublishUpdateAsync(resource, s => s with
            {
                ResourceType = type,
                CreationTimeStamp = TimeProvider.System.GetUtcNow().UtcDateTime,
                State = KnownResourceStates.Running,
                Properties = [new ResourcePropertySnapshot(property, value) { IsSensitive = secret }],
            });
        }
        catch (Exception e) when (e is DistributedApplicationException or OperationCanceledException)
        {
            await notifications.PublishUpdateAsync(resource, s => s with
            {
                ResourceType = type,
                State = new ResourceStateSnapshot(KnownResourceStates.FailedToStart, "error"),
            });
        }
    }

    private void Observe(WatchEvent<ExecutableObject> change)
    {
        if (!change.IsDeleted && instances.TryGetValue(change.Object.Metadata.Name, out var instance))
            instance.Observe(change.Object);
    }

    private void Observe(WatchEvent<EndpointObject> change)
    {
        var owner = change.Object.Metadata.OwnerReferences?.FirstOrDefault(o => o.Kind == "Executable")?.Name;
        if (owner is null || !instances.TryGetValue(owner, out var instance)) return;
        var endpoint = addresses.Record(change, owner);
        if (endpoint is not null && !change.IsDeleted)
            factory.ViewOf(instance).ShowOwnAddress(endpoint, change.Object.Spec);
    }
}

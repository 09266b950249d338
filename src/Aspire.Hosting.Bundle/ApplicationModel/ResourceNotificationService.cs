using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A change of one instance of a resource.</summary>
public class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>The instance: the resource's name, with a suffix where the orchestrator runs it.</summary>
    public string ResourceId { get; } = resourceId;

    /// <summary>All that is known about it now.</summary>
    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}

/// <summary>Keeps the last state of every instance and tells whoever watches.</summary>
public class ResourceNotificationService
{
    private readonly ConcurrentDictionary<string, ResourceEvent> current = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock gate = new();
    private readonly List<Channel<ResourceEvent>> watchers = [];

    /// <summary>Changes the state of a resource that has one instance.</summary>
    public Task PublishUpdateAsync(
        IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory) =>
        PublishUpdateAsync(resource, resource.Name, stateFactory);

    /// <summary>Changes the state of one instance.</summary>
    public Task PublishUpdateAsync(
        IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        lock (gate)
        {
            var before = current.TryGetValue(resourceId, out var known) ? known.Snapshot : Empty;
            var after = stateFactory(before);
            if (ReferenceEquals(before, after)) return Task.CompletedTask;
            var change = new ResourceEvent(resource, resourceId, after);
            current[resourceId] = change;
            foreach (var watcher in watchers) watcher.Writer.TryWrite(change);
        }

        return Task.CompletedTask;
    }

    /// <summary>The last known state of an instance.</summary>
    public bool TryGetCurrentState(string resourceId, out ResourceEvent? resourceEvent) =>
        current.TryGetValue(resourceId, out resourceEvent);

    /// <summary>First the current state of every instance, then every change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var batch in WatchBatchesAsync(cancellationToken))
            foreach (var change in batch) yield return change;
    }

    /// <summary>First the current state of every instance at once, then the changes that came together.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<ResourceEvent>> WatchBatchesAsync(
        [EnumeratorCancellation] CancellationToken ct = default)
    {
        var channel = Channel.CreateUnbounded<ResourceEvent>();
        IReadOnlyList<ResourceEvent> known;
        lock (gate)
        {
            known = [.. current.Values];
            watchers.Add(channel);
        }

        try
        {
            yield return known;
            while (await channel.Reader.WaitToReadAsync(ct))
            {
                var batch = new List<ResourceEvent>();
                while (channel.Reader.TryRead(out var change)) batch.Add(change);
                yield return batch;
            }
        }
        finally
        {
            lock (gate) watchers.Remove(channel);
        }
    }

    /// <summary>Waits until an instance of the resource is in the state.</summary>
    public async Task WaitForResourceAsync(
        string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        await WaitForResourceAsync(
            resourceName,
            change => change.Snapshot.State?.Text == (targetState ?? KnownResourceStates.Running),
            cancellationToken);

    /// <summary>Waits until the predicate holds for an instance of the resource.</summary>
    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        await foreach (var change in WatchAsync(cancellationToken))
        {
            var isMeant = string.Equals(change.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase);
            if (isMeant && predicate(change)) return change;
        }

        throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>Waits until every instance of the resource runs and is healthy.</summary>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, change => AllInstances(change.Resource, IsHealthy), cancellationToken);

    /// <summary>Waits until everything that the resource waits for is ready.</summary>
    /// <exception cref="DistributedApplicationException">Something that had to complete did not.</exception>
    public Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken) =>
        Task.WhenAll(resource.Annotations.OfType<WaitAnnotation>().Select(w => WaitForAsync(w, cancellationToken)));

    private static CustomResourceSnapshot Empty { get; } = new() { ResourceType = "Unknown", Properties = [] };

    private static bool IsHealthy(CustomResourceSnapshot snapshot) => snapshot.HealthStatus is HealthStatus.Healthy;

    private static bool WasStarted(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text is { } state
        && (state == KnownResourceStates.Running || KnownResourceStates.TerminalStates.Contains(state));

    private static bool HasEnded(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text is { } state && KnownResourceStates.TerminalStates.Contains(state);

    private async Task WaitForAsync(WaitAnnotation wait, CancellationToken ct)
    {
        var name = wait.Resource.Name;
        if (wait.Resource is IResourceWithoutLifetime) return;
        if (wait.WaitType is WaitType.WaitUntilHealthy) await WaitForResourceHealthyAsync(name, ct);
        if (wait.WaitType is WaitType.WaitUntilStarted)
            await WaitForResourceAsync(name, change => AllInstances(change.Resource, WasStarted), ct);
        if (wait.WaitType is not WaitType.WaitForCompletion) return;

        await WaitForResourceAsync(name, change => AllInstances(change.Resource, HasEnded), ct);
        var failed = InstancesAnnotation.IdsOf(wait.Resource).Select(id => current[id].Snapshot)
            .FirstOrDefault(s => s.ExitCode != wait.ExitCode);
        if (failed is not null)
        {
            throw new DistributedApplicationException(failed.ExitCode is { } code
                ? $"'{name}' ended with exit code {code}."
                : $"'{name}' could not be started.");
        }
    }

    private bool AllInstances(IResource resource, Predicate<CustomResourceSnapshot> predicate) =>
        InstancesAnnotation.IdsOf(resource).All(
            id => current.TryGetValue(id, out var known) && predicate(known.Snapshot));
}

/// <summary>The instances that the orchestrator runs of a resource.</summary>
internal sealed class InstancesAnnotation(IReadOnlyList<string> ids) : IResourceAnnotation
{
    private readonly IReadOnlyList<string> ids = ids;

    /// <summary>The ids of the instances; the resource's own name where no process stands behind it.</summary>
    public static IReadOnlyList<string> IdsOf(IResource resource) =>
        resource.Annotations.OfType<InstancesAnnotation>().LastOrDefault()?.ids ?? [resource.Name];
}

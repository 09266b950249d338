using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Dcp;

/// <summary>Runs the health checks of the resources: often until they pass, seldom afterwards.</summary>
internal sealed class HealthMonitor(HealthCheckService checks, ResourceNotificationService notifications)
{
    private static readonly TimeSpan WhileUnhealthy = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(5);

    public void Start(IEnumerable<IResource> resources, CancellationToken ct)
    {
        foreach (var resource in resources)
        {
            var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(h => h.Key).ToHashSet();
            if (keys.Count > 0) _ = WatchAsync(resource, keys, ct);
        }
    }

    private async Task WatchAsync(IResource resource, HashSet<string> keys, CancellationToken ct)
    {
        var wake = new SemaphoreSlim(0);
        _ = WakeOnStartAsync(resource, wake, ct);
        try
        {
            while (!ct.IsCancellationRequested)
            {
                if (States(resource).All(s => s.Snapshot.State?.Text != KnownResourceStates.Running))
                {
                    await wake.WaitAsync(ct);
                    continue;
                }

                var report = await checks.CheckHealthAsync(r => keys.Contains(r.Name), ct);
                foreach (var id in InstancesAnnotation.IdsOf(resource)) Publish(resource, id, report);
                var isHealthy = States(resource).All(s => s.Snapshot.HealthStatus is HealthStatus.Healthy);
                await wake.WaitAsync(isHealthy ? WhileHealthy : WhileUnhealthy, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    // A replica that comes up must not wait for the slow round.
    private async Task WakeOnStartAsync(IResource resource, SemaphoreSlim wake, CancellationToken ct)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(ct))
            {
                var isOurs = change.Resource == resource && change.Snapshot.State?.Text == KnownResourceStates.Running;
                if (isOurs && change.Snapshot.HealthReports.Any(r => r.Status is null)) wake.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    private IEnumerable<ResourceEvent> States(IResource resource)
    {
        foreach (var id in InstancesAnnotation.IdsOf(resource))
            if (notifications.TryGetCurrentState(id, out var state)) yield return state!;
    }

    private void Publish(IResource resource, string id, HealthReport report) =>
        notifications.PublishUpdateAsync(resource, id, s =>
        {
            if (s.State?.Text != KnownResourceStates.Running) return s;
            var reports = report.Entries.Select(e => ReportFor(id, e.Key, e.Value)).ToImmutableArray();
            return reports.SequenceEqual(s.HealthReports) ? s : s with { HealthReports = reports };
        });

    // A check that looks at every process says in its data which of them failed, and why.
    private static HealthReportSnapshot ReportFor(string id, string key, HealthReportEntry entry) =>
        entry.Data.TryGetValue(id, out var own)
            ? new HealthReportSnapshot(
                key,
                own as string == HttpHealthCheck.Passed ? HealthStatus.Healthy : HealthStatus.Unhealthy,
                own.ToString(),
                ExceptionText: null)
            : new HealthReportSnapshot(
                key, entry.Status, entry.Description ?? entry.Exception?.Message, ExceptionText: null);
}

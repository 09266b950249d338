using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CivicPlatform.AppHost;

/// <summary>The last known state of everything that AppHost runs.</summary>
/// <param name="expected">All processes: each must run and be healthy, or have ended well.</param>
/// <param name="jobs">Those that run to their end.</param>
public sealed class PlatformStatus(IReadOnlyCollection<string> expected, IReadOnlySet<string> jobs)
{
    private readonly ConcurrentDictionary<string, ResourceEvent> states = new();
    // Not the start of the process: that is the start of ./civic up, which builds before it becomes AppHost.
    private readonly Stopwatch start = Stopwatch.StartNew();

    /// <summary>Every instance.</summary>
    public IEnumerable<ResourceEvent> Current => states.Values;

    /// <summary>Whether the platform can be used.</summary>
    public bool AllHealthy => expected.All(name =>
    {
        var instances = states.Values.Where(s => s.Resource.Name == name).ToList();
        return instances.Count > 0 && instances.All(s => IsFine(name, s.Snapshot));
    });

    /// <summary>How long it took until the platform could be used the first time; none before that.</summary>
    public TimeSpan? HealthyAfter { get; private set; }

    /// <summary>The instances that keep the platform from being healthy.</summary>
    public IEnumerable<ResourceEvent> NotFine => states.Values.Where(
        s => expected.Contains(s.Resource.Name) && !IsFine(s.Resource.Name, s.Snapshot));

    /// <summary>Takes in a change.</summary>
    public void Observe(ResourceEvent change)
    {
        states[change.ResourceId] = change;
        if (HealthyAfter is null && AllHealthy) HealthyAfter = start.Elapsed;
    }

    /// <summary>Whether a resource runs to its end.</summary>
    public bool IsJob(string name) => jobs.Contains(name);

    /// <summary>The process id, as the dashboard shows it.</summary>
    public static int? PidOf(CustomResourceSnapshot snapshot) =>
        snapshot.Properties.FirstOrDefault(p => p.Name == "executable.pid")?.Value is { } pid
            ? Convert.ToInt32(pid, CultureInfo.InvariantCulture)
            : null;

    private bool IsFine(string name, CustomResourceSnapshot snapshot) => IsJob(name)
        ? snapshot.State?.Text == KnownResourceStates.Finished && snapshot.ExitCode == 0
        : snapshot.HealthStatus is HealthStatus.Healthy;
}

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CivicPlatform.AppHost;

/// <summary>Tells the console how the start goes, and gives up with one sentence when it cannot go on.</summary>
public sealed partial class StartReport(
    ResourceNotificationService notifications, ResourceLoggerService logs, PlatformStatus status,
    LocalSettings local, PlatformAddresses addresses, IHostApplicationLifetime lifetime) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LogDelay = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Console.WriteLine("Starting; the API answers once everything is healthy. The dashboard shows how it goes.");
        Console.WriteLine($"Dashboard  {addresses.DashboardLogin}");
        Console.WriteLine("Stop       Ctrl+C here, or SIGTERM to this process");
        lifetime.ApplicationStopping.Register(() => Console.WriteLine("Stopping; this takes up to 15 seconds ..."));
        using var impatience = new Timer(_ => ReportDelay(), state: null, Patience, Timeout.InfiniteTimeSpan);
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            status.Observe(change);
            if (HasFailed(change))
            {
                await Task.Delay(LogDelay, stoppingToken); // Its last lines may still be on their way.
                await GiveUpAsync(RootOf(change));
                return;
            }

            if (status.HealthyAfter is null) continue;
            var seconds = status.HealthyAfter?.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            Console.WriteLine($"All healthy after {seconds} s.");
            Console.WriteLine($"API        {local.ApiUrl}");
            return;
        }
    }

    // A job that fails is not tried again: what waits for it would wait for ever.
    private bool HasFailed(ResourceEvent change)
    {
        var state = change.Snapshot.State?.Text;
        return (state == KnownResourceStates.FailedToStart && change.Resource is not IResourceWithoutLifetime)
            || (status.IsJob(change.Resource.Name) && change.Snapshot.ExitCode is not (null or 0));
    }

    // What waited for a failed job fails as well; the news is the job.
    private ResourceEvent RootOf(ResourceEvent change)
    {
        var waits = change.Resource.Annotations.OfType<WaitAnnotation>().Select(w => w.Resource).ToList();
        var cause = status.Current.FirstOrDefault(s => waits.Contains(s.Resource) && HasFailed(s));
        return cause is null ? change : RootOf(cause);
    }

    private async Task GiveUpAsync(ResourceEvent change)
    {
        var exit = change.Snapshot.ExitCode is { } code
            ? string.Create(CultureInfo.InvariantCulture, $"ended with exit code {code}")
            : "could not be started";
        var line = change.Snapshot.Properties.FirstOrDefault(p => p.Name == "resource.failure")?.Value as string
            ?? await LastLineAsync(change.ResourceId);
        await Console.Error.WriteLineAsync($"The start failed: {change.Resource.Name} {exit}: {line}");
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    private async Task<string> LastLineAsync(string instance)
    {
        var lines = new List<LogLine>();
        await foreach (var batch in logs.GetAllAsync(instance)) lines.AddRange(batch);
        // What a program says on its way out stands on stderr; some say it on stdout.
        var last = lines.LastOrDefault(l => l.IsErrorMessage && Text(l).Length > 0);
        if (last.Content is null) last = lines.LastOrDefault(l => Text(l).Length > 0);
        return last.Content is null ? "it wrote nothing." : Text(last);
    }

    private static string Text(LogLine line) => TimeStamp().Replace(line.Content, string.Empty).Trim();

    private void ReportDelay()
    {
        var names = string.Join(", ", status.NotFine.Select(s => $"{s.ResourceId} ({s.Snapshot.State?.Text})"));
        var minutes = Patience.TotalMinutes.ToString("0", CultureInfo.InvariantCulture);
        Console.Error.WriteLine($"Not healthy after {minutes} minutes: {names}. The dashboard shows why.");
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\S+Z\s+")]
    private static partial Regex TimeStamp();
}

/// <summary>Adds what tells people and programs about the run.</summary>
public static class StartReportExtensions
{
    /// <summary>Reports on the console and in <c>run/endpoints.json</c>; call it last.</summary>
    public static void AddStartReport(
        this IDistributedApplicationBuilder builder, LocalSettings local, PostgresServer postgres,
        RabbitMqServer rabbitmq)
    {
        var processes = builder.Resources.Where(r => r is ProjectResource or ExecutableResource).ToList();
        var jobs = processes.SelectMany(r => r.Annotations.OfType<WaitAnnotation>())
            .Where(w => w.WaitType == WaitType.WaitForCompletion)
            .Select(w => w.Resource.Name)
            .ToHashSet();
        var token = builder.Configuration["AppHost:BrowserToken"];
        builder.Services.AddSingleton(local);
        builder.Services.AddSingleton(new PlatformStatus([.. processes.Select(p => p.Name)], jobs));
        builder.Services.AddSingleton(new PlatformAddresses(
            $"{local.DashboardUrl}/login?t={token}", postgres.SuperuserConnection, rabbitmq.Url));
        builder.Services.AddHostedService<EndpointsFile>();
        builder.Services.AddHostedService<StartReport>();
    }
}

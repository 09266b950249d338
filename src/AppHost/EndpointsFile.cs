using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Hosting;

namespace CivicPlatform.AppHost;

/// <summary>Keeps <c>run/endpoints.json</c> of the data folder current, for <c>./civic</c>, tests and demo.</summary>
/// <remarks>It holds credentials: 0600 in a 0700 folder. It disappears when the platform stops in order.</remarks>
public sealed class EndpointsFile(
    ResourceNotificationService notifications, PlatformStatus status, LocalSettings local, PlatformAddresses addresses)
    : BackgroundService
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly string path = local.In("run", "endpoints.json");

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        File.Delete(path);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var dirty = new SemaphoreSlim(1);
        var writing = WriteAsync(dirty, stoppingToken);
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            status.Observe(change);
            if (dirty.CurrentCount == 0) dirty.Release();
        }

        await writing;
    }

    // Changes come in flocks while everything starts: one file for each flock.
    private async Task WriteAsync(SemaphoreSlim dirty, CancellationToken ct)
    {
        while (true)
        {
            await dirty.WaitAsync(ct);
            await Task.Delay(Quiet, ct);
            PrivateFile.WriteJson(path, Current(), Json);
        }
    }

    private Document Current() => new(
        local.ApiUrl,
        addresses.DashboardLogin,
        status.AllHealthy,
        status.HealthyAfter?.TotalSeconds,
        Environment.ProcessId,
        local.DataDirectory,
        addresses.Postgres,
        addresses.RabbitMq,
        status.Current.Where(r => SharedUrl(r) is not null)
            .DistinctBy(r => r.Resource.Name)
            .ToDictionary(r => r.Resource.Name, r => SharedUrl(r)!),
        [
            .. status.Current.Where(r => r.Resource is not IResourceWithoutLifetime)
                .Select(ToRow)
                .OrderBy(r => r.Instance, StringComparer.Ordinal),
        ]);

    private static Row ToRow(ResourceEvent change) => new(
        change.Resource.Name,
        change.ResourceId,
        change.Snapshot.State?.Text,
        change.Snapshot.HealthStatus?.ToString(),
        PlatformStatus.PidOf(change.Snapshot),
        change.Snapshot.ExitCode,
        change.Snapshot.Urls.FirstOrDefault(u => u.IsInternal)?.Url);

    private static string? SharedUrl(ResourceEvent change) =>
        change.Snapshot.Urls.FirstOrDefault(u => !u.IsInternal)?.Url;

    /// <summary>The file.</summary>
    /// <param name="Api">The REST entry.</param>
    /// <param name="Dashboard">The dashboard with the token that lets one in.</param>
    /// <param name="Healthy">Whether all services are healthy and all jobs ended well.</param>
    /// <param name="SecondsToHealthy">How long the start took.</param>
    /// <param name="Pid">The process id of AppHost: SIGTERM stops everything.</param>
    /// <param name="DataDirectory">The data folder.</param>
    /// <param name="Postgres">The superuser's connection string.</param>
    /// <param name="Rabbitmq">The AMQP URL.</param>
    /// <param name="Services">Name to the address that all replicas share.</param>
    /// <param name="Resources">Every process.</param>
    private sealed record Document(
        string Api, string Dashboard, bool Healthy, double? SecondsToHealthy, int Pid, string DataDirectory,
        string Postgres, string Rabbitmq, Dictionary<string, string> Services, Row[] Resources);

    /// <summary>One process.</summary>
    /// <param name="Name">The resource.</param>
    /// <param name="Instance">The replica.</param>
    /// <param name="State">Waiting, Starting, Running, Stopping, Exited, Finished, FailedToStart.</param>
    /// <param name="Health">Healthy or Unhealthy while it runs.</param>
    /// <param name="Pid">The process id while it runs.</param>
    /// <param name="ExitCode">How it ended last.</param>
    /// <param name="Url">The address of this very replica.</param>
    private sealed record Row(
        string Name, string Instance, string? State, string? Health, int? Pid, int? ExitCode, string? Url);
}

/// <summary>Addresses with credentials, for the owner of the data folder only.</summary>
/// <param name="DashboardLogin">The dashboard with the token that lets one in.</param>
/// <param name="Postgres">The superuser's connection string.</param>
/// <param name="RabbitMq">The AMQP URL.</param>
public sealed record PlatformAddresses(string DashboardLogin, string Postgres, string RabbitMq);

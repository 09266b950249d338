using System.Text.Json;
using CivicPlatform.Cli.Keys;
using Npgsql;

namespace CivicPlatform.Cli.Recovery;

/// <summary>The superuser's way to a data folder's databases, whether the platform runs or not.</summary>
public sealed class PlatformDatabase : IAsyncDisposable
{
    private readonly PostgresCluster? _started;

    private PlatformDatabase(string superuser, PostgresCluster? started = null) =>
        (Superuser, _started) = (superuser, started);

    public string Superuser { get; }

    /// <summary>True when only this serves the folder: no service runs over it.</summary>
    public bool IsAtRest => _started is not null;

    /// <summary>
    /// <c>ConnectionStrings__postgres</c>, else what the running platform says, else the folder's own cluster,
    /// started for as long as this lives.
    /// </summary>
    public static async Task<PlatformDatabase> OpenAsync(DataFolder folder, CancellationToken ct)
    {
        if (await RunningAsync(folder, ct) is { } running) return running;
        var cluster = await PostgresCluster.StartAsync(folder, ct);
        return new PlatformDatabase(cluster.Superuser, cluster);
    }

    /// <summary>Only what runs already; null when nothing answers.</summary>
    public static async Task<PlatformDatabase?> RunningAsync(DataFolder folder, CancellationToken ct)
    {
        var endpoints = Path.Combine(folder.Path, "run", "endpoints.json");
        var text = Environment.GetEnvironmentVariable("ConnectionStrings__postgres");
        if (string.IsNullOrEmpty(text) && File.Exists(endpoints))
        {
            using var document = JsonDocument.Parse(await File.ReadAllTextAsync(endpoints, ct));
            text = document.RootElement.GetProperty("postgres").GetString();
        }
        if (string.IsNullOrEmpty(text)) return null;
        try
        {
            await Sql.RowAsync(text, null, "select ''", ct);
            return new PlatformDatabase(text);
        }
        catch (NpgsqlException)
        {
            return null; // Left behind by a platform that was killed.
        }
    }

    public ValueTask DisposeAsync() => _started?.DisposeAsync() ?? ValueTask.CompletedTask;
}

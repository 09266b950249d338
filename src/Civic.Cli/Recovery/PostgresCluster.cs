using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CivicPlatform.Cli.Keys;
using Npgsql;

namespace CivicPlatform.Cli.Recovery;

/// <summary>
/// The PostgreSQL of a data folder, started by the script that AppHost uses, while no platform runs on it.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(30); // Recovery replays what it has to.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private readonly Tool _script;

    private PostgresCluster(Tool script, string superuser) => (_script, Superuser) = (script, superuser);

    public string Superuser { get; }

    /// <summary>What the server printed, recovery included.</summary>
    public string Log => _script.Said;

    /// <summary>Starts the server and waits until it takes writes.</summary>
    /// <exception cref="CivicException">There is no cluster or it does not start.</exception>
    public static async Task<PostgresCluster> StartAsync(DataFolder folder, CancellationToken ct)
    {
        var secrets = Path.Combine(folder.Path, "secrets.json");
        if (!File.Exists(secrets)) throw new CivicException($"{folder.Path} is no data folder: no secrets.json there");
        using var passwords = JsonDocument.Parse(await File.ReadAllTextAsync(secrets, ct));
        var password = passwords.RootElement.GetProperty("postgres").GetString()!;
        var superuser = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = FreePort(),
            Database = "postgres",
            Username = "postgres",
            Password = password,
        };
        var script = Tool.Start("sh",
            [ScriptPath, Path.Combine(folder.Path, "postgres"), $"{superuser.Port}"],
            ("POSTGRES_PASSWORD", password));
        var cluster = new PostgresCluster(script, superuser.ConnectionString);
        try
        {
            await cluster.WaitAsync(ct);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _script.DisposeAsync();

    private async Task WaitAsync(CancellationToken ct)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < s_patience; await Task.Delay(s_pause, ct))
        {
            if (_script.HasEnded) throw _script.Failure();
            try
            {
                if (await Sql.RowAsync(Superuser, null, "select pg_is_in_recovery()::text", ct) is ["false"]) return;
            }
            catch (NpgsqlException)
            {
                // It starts or recovers; the script's end or the bound says when it never will.
            }
        }
        throw new CivicException($"PostgreSQL did not start within {s_patience.TotalMinutes:0} minutes: {Log}");
    }

    private static string ScriptPath
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var script = Path.Combine(folder.FullName, "src", "AppHost", "run", "postgres.sh");
                if (File.Exists(script)) return script;
            }
            throw new CivicException("src/AppHost/run/postgres.sh was not found; run civic from a checkout");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

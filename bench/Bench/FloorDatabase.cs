using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace CivicPlatform.Bench;

/// <summary>A database for pgbench: a copy with a service's tables, indexes, policies, triggers and no relay.</summary>
public sealed partial class FloorDatabase : IAsyncDisposable
{
    private readonly RunningPlatform _platform;
    private readonly string _service;

    private readonly bool _copied;

    private FloorDatabase(RunningPlatform platform, string service, bool copied) =>
        (_platform, _service, _copied) = (platform, service, copied);

    private string Name => _copied ? $"bench_floor_{_service}" : _service;

    /// <summary>The service's own database: for floors that only read.</summary>
    public static FloorDatabase Live(RunningPlatform platform, string service) => new(platform, service, copied: false);

    /// <summary>Copies the schema, and the rows of the named tables.</summary>
    public static async Task<FloorDatabase> CopyAsync(
        RunningPlatform platform, string service, CancellationToken ct, params string[] withRows)
    {
        var floor = new FloorDatabase(platform, service, copied: true);
        await floor.DropAsync();
        await floor.ExecuteAsync("postgres", $"create database {floor.Name}", ct);
        await floor.LoadAsync(["--schema-only"], ct);
        if (withRows.Length > 0)
        {
            // Triggers would refuse balances that no transfer made.
            await floor.LoadAsync(["--data-only", "--disable-triggers", .. withRows.Select(t => $"--table={t}")], ct);
        }
        return floor;
    }

    /// <summary>Runs SQL in the copy as the superuser.</summary>
    public Task ExecuteAsync(string sql, CancellationToken ct) => ExecuteAsync(Name, sql, ct);

    /// <summary>pgbench with prepared statements as the service's own login, in that street's scope.</summary>
    public async Task<LoadResult> RunAsync(string script, string street, LoadSize size, CancellationToken ct)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, script, ct);
            var output = await Programs.RunAsync("pgbench",
                [
                    "-n", "-M", "prepared", "-j", "1", "-c", $"{size.Connections}", "-T", $"{size.Seconds}",
                    "-f", file, Name,
                ],
                Environment($"-c role={_service}_app -c app.scope={street}"), ct);
            return new LoadResult(Figure(Rate(), output), Figure(Latency(), output), 0, 0);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_copied) await DropAsync();
    }

    private async Task LoadAsync(string[] options, CancellationToken ct)
    {
        var dump = Path.GetTempFileName();
        try
        {
            await Programs.RunAsync("pg_dump", [.. options, "-f", dump, _service], Environment(""), ct);
            string[] load = ["-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", Name, "-f", dump];
            await Programs.RunAsync("psql", load, Environment(""), ct);
        }
        finally
        {
            File.Delete(dump);
        }
    }

    private Task DropAsync() =>
        ExecuteAsync("postgres", $"drop database if exists {Name} with (force)", CancellationToken.None);

    private async Task ExecuteAsync(string database, string sql, CancellationToken ct)
    {
        // Not of the pool: dropping a floor ends its connections, and the next floor has the same name.
        await using var connection = new NpgsqlConnection(_platform.Superuser(database) + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private Dictionary<string, string> Environment(string options)
    {
        var server = new NpgsqlConnectionStringBuilder(_platform.Superuser(Name));
        return new Dictionary<string, string>
        {
            ["PGHOST"] = server.Host!, ["PGPORT"] = $"{server.Port}", ["PGUSER"] = server.Username!,
            ["PGPASSWORD"] = server.Password!, ["PGOPTIONS"] = options,
        };
    }

    private static double Figure(Regex pattern, string output) =>
        double.Parse(pattern.Match(output).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"latency average = ([0-9.]+)")]
    private static partial Regex Latency();
}

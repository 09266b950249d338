using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Data;

/// <summary>Applies numbered SQL files, each once and in its own transaction, under an advisory lock.</summary>
/// <remarks>Runs as <c>X.dll migrate</c> before a service starts, never inside a serving process.</remarks>
public static class MigrationRunner
{
    private const long LockKey = 0x4349_5649_43; // "CIVIC"; one run at a time per database.

    /// <summary>
    /// Applies what is missing and returns how many files ran. Throws when an applied file was edited.
    /// </summary>
    public static async Task<int> RunAsync(string ownerConnectionString, Assembly service, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(ownerConnectionString);
        await connection.OpenAsync(ct);
        await ExecuteAsync(connection, $"select pg_advisory_lock({LockKey})", ct);
        await ExecuteAsync(connection,
            "create table if not exists public.migrations (name text primary key, checksum text not null, " +
            "applied_at timestamptz not null default now())", ct);

        var applied = await ReadAppliedAsync(connection, ct);
        var count = 0;
        foreach (var script in AllScripts(service))
        {
            if (applied.TryGetValue(script.Name, out var checksum))
            {
                if (checksum != script.Checksum)
                    throw new InvalidOperationException($"Migration {script.Name} was edited after it was applied.");
                continue;
            }
            await ApplyAsync(connection, script, ct);
            count++;
        }
        return count;
    }

    /// <summary>The platform's scripts, then the service's; a name that both use would hide one of them.</summary>
    private static List<Script> AllScripts(Assembly service)
    {
        var scripts = Scripts(typeof(MigrationRunner).Assembly).Concat(Scripts(service)).ToList();
        var twice = scripts.GroupBy(s => s.Name).FirstOrDefault(g => g.Count() > 1)?.Key;
        return twice is null ? scripts : throw new InvalidOperationException($"Two migrations are named {twice}.");
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Script script, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await ExecuteAsync(connection, script.Sql, ct);
        }
        catch (PostgresException e)
        {
            throw new InvalidOperationException($"Migration {script.Name} failed: {e.MessageText}", e);
        }
        await using var insert = new NpgsqlCommand(
            "insert into public.migrations (name, checksum) values ($1, $2)", connection)
        {
            Parameters = { new() { Value = script.Name }, new() { Value = script.Checksum } },
        };
        await insert.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<Dictionary<string, string>> ReadAppliedAsync(
        NpgsqlConnection connection, CancellationToken ct)
    {
        var applied = new Dictionary<string, string>();
        await using var command = new NpgsqlCommand("select name, checksum from public.migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) applied.Add(reader.GetString(0), reader.GetString(1));
        return applied;
    }

    private static IEnumerable<Script> Scripts(Assembly assembly) =>
        from resource in assembly.GetManifestResourceNames()
        where resource.Contains(".Migrations.", StringComparison.Ordinal)
            && resource.EndsWith(".sql", StringComparison.Ordinal)
        let name = resource[(resource.IndexOf(".Migrations.", StringComparison.Ordinal) + ".Migrations.".Length)..]
        orderby name
        select Read(assembly, resource, name);

    private static Script Read(Assembly assembly, string resource, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var sql = reader.ReadToEnd();
        return new Script(name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private sealed record Script(string Name, string Sql, string Checksum);
}

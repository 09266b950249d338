using Npgsql;

namespace CivicPlatform.Cli.Databases;

/// <summary>Brings logins and databases of all services to what they must be; a second run changes nothing.</summary>
public sealed class DatabaseSetup(NpgsqlConnection superuser, IReadOnlyDictionary<string, string> passwords)
{
    private const long LockKey = 0x6369766963; // Two set-ups at once would race on CREATE ROLE.

    /// <summary>Creates what is missing and resets rights and passwords.</summary>
    /// <returns>The databases that were created.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken ct)
    {
        await ExecuteAsync($"SELECT pg_advisory_lock({LockKey})", ct);
        try
        {
            var created = new List<string>();
            foreach (var service in ServiceDatabase.All)
            {
                foreach (var login in service.Logins) await EnsureLoginAsync(login, ct);
                if (await EnsureDatabaseAsync(service, ct)) created.Add(service.Name);
            }

            return created;
        }
        finally
        {
            await ExecuteAsync($"SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    // Names come from ServiceDatabase and the verifier is base64: nothing here needs quoting.
    private async Task EnsureLoginAsync(DatabaseLogin login, CancellationToken ct)
    {
        var verb = await ExistsAsync("pg_roles WHERE rolname", login.Name, ct) ? "ALTER" : "CREATE";
        var rowSecurity = login.BypassesRowSecurity ? "BYPASSRLS" : "NOBYPASSRLS";
        await ExecuteAsync(
            $"{verb} ROLE {login.Name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION {rowSecurity} " +
            $"PASSWORD '{ScramVerifier.Create(passwords[login.Name])}'",
            ct);
    }

    private async Task<bool> EnsureDatabaseAsync(ServiceDatabase service, CancellationToken ct)
    {
        var exists = await ExistsAsync("pg_database WHERE datname", service.Name, ct);
        if (!exists)
        {
            await ExecuteAsync(
                $"CREATE DATABASE {service.Name} OWNER {service.Owner.Name} TEMPLATE template0 ENCODING 'UTF8'", ct);
        }

        await ExecuteAsync($"ALTER DATABASE {service.Name} OWNER TO {service.Owner.Name}", ct);
        await ExecuteAsync($"REVOKE CONNECT ON DATABASE {service.Name} FROM PUBLIC", ct);
        await ExecuteAsync(
            $"GRANT CONNECT ON DATABASE {service.Name} TO {service.App.Name}, {service.Worker.Name}", ct);
        return !exists;
    }

    private async Task<bool> ExistsAsync(string where, string name, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM {where} = $1)", superuser);
        command.Parameters.AddWithValue(name);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, superuser);
        await command.ExecuteNonQueryAsync(ct);
    }
}

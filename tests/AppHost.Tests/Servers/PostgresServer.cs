using System.Globalization;
using Npgsql;

namespace CivicPlatform.AppHost.Tests.Servers;

/// <summary>PostgreSQL from <c>run/postgres.sh</c> on a new folder.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Password = "p'assw\"ord $1";
    private readonly TemporaryFolder _folder = new();
    private RunScript? _script;

    public int Port { get; } = RunScript.FreePort();
    public string Folder => _folder.In("postgres");

    public string Superuser => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = "postgres",
        Password = Password,
        Database = "postgres",
        Pooling = false,
    }.ConnectionString;

    internal RunScript Script => _script ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync()
    {
        _script = RunScript.Start(
            "run/postgres.sh",
            [Folder, Port.ToString(CultureInfo.InvariantCulture)],
            [new("POSTGRES_PASSWORD", Password)]);
        await _script.UntilAsync(async () => await ScalarAsync("SELECT 1", Superuser) is 1);
    }

    public async Task<object?> ScalarAsync(string sql, string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_script is not null) await _script.DisposeAsync();
        _folder.Dispose();
    }
}

using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CivicPlatform.AppHost;

/// <summary>The PostgreSQL server: started here, or one that exists (<c>ConnectionStrings:postgres</c>).</summary>
/// <param name="Resource">What others wait for.</param>
/// <param name="Base">The superuser's connection string; other logins differ in database, user and password.</param>
public sealed record PostgresServer(IResourceBuilder<IResource> Resource, string Base)
{
    /// <summary>The superuser's connection, for db-init only.</summary>
    public string SuperuserConnection => Base;

    /// <summary>The connection of one login to one database.</summary>
    public string ConnectionTo(string database, string login, string password) =>
        new NpgsqlConnectionStringBuilder(Base)
        {
            Database = database,
            Username = login,
            Password = password,
        }.ConnectionString;
}

/// <summary>Adds the PostgreSQL server.</summary>
public static class PostgresServerExtensions
{
    private const string Name = "postgres";
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Adds the server; an existing one must answer and take the password before anything starts.</summary>
    /// <exception cref="DistributedApplicationException">The existing server refuses or does not answer.</exception>
    public static async Task<PostgresServer> AddPostgresAsync(
        this IDistributedApplicationBuilder builder, LocalSettings local)
    {
        if (builder.Configuration.GetConnectionString(Name) is { Length: > 0 } given)
        {
            await RequireAsync(given);
            return new PostgresServer(builder.AddConnectionString(Name), given);
        }

        var port = local.Port("Postgres", 0);
        var password = local.Secrets.Password(Name);
        var parameter = builder.AddParameter("postgres-password", () => password, secret: true);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Database = Name,
            Username = Name,
            Password = password,
        }.ConnectionString;
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            Name, _ => new PostgresCheck(connection), HealthStatus.Unhealthy, tags: null, CheckTimeout));
        var server = builder
            .AddExecutable(Name, "run/postgres.sh", ".", local.In(Name), port.ToString(CultureInfo.InvariantCulture))
            .WithEndpoint(port: port, targetPort: port, scheme: "tcp", name: "tcp", isProxied: false)
            .WithEnvironment("POSTGRES_PASSWORD", parameter)
            .WithHealthCheck(Name);
        return new PostgresServer(server, connection);
    }

    private static async Task RequireAsync(string connection)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (ArgumentException e)
        {
            throw new DistributedApplicationException(
                $"ConnectionStrings:postgres is not a connection string: {e.Message}");
        }

        var result = await PostgresCheck.TryAsync(connection, CancellationToken.None);
        if (result is { } reason)
        {
            throw new DistributedApplicationException(
                $"PostgreSQL at {settings.Host}:{settings.Port} cannot be used as {settings.Username}: {reason} " +
                "(ConnectionStrings:postgres).");
        }
    }

    /// <summary>Healthy when the server takes the superuser's password and answers.</summary>
    private sealed class PostgresCheck(string connection) : IHealthCheck
    {
        public static async Task<string?> TryAsync(string connection, CancellationToken ct)
        {
            var settings = new NpgsqlConnectionStringBuilder(connection)
            {
                Pooling = false,
                Timeout = 5,
                CommandTimeout = 5,
            };
            try
            {
                await using var session = new NpgsqlConnection(settings.ConnectionString);
                await session.OpenAsync(ct);
                await using var command = new NpgsqlCommand("SELECT 1", session);
                await command.ExecuteScalarAsync(ct);
                return null;
            }
            catch (PostgresException e) when (e.SqlState is "28P01" or "28000")
            {
                return "it refused the password";
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                return (e.InnerException ?? e).Message;
            }
        }

        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await TryAsync(connection, cancellationToken) is { } reason
                ? HealthCheckResult.Unhealthy(reason)
                : HealthCheckResult.Healthy();
    }
}

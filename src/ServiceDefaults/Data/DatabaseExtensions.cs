using System.Reflection;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using CivicPlatform.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Data;

/// <summary>Wires a service to its own database and no other.</summary>
public static class DatabaseExtensions
{
    /// <summary>Data sources of both logins, the context, the request transaction and the readiness check.</summary>
    public static void AddServiceDatabase<TDb>(this WebApplicationBuilder builder)
        where TDb : ServiceDbContext
    {
        var service = builder.Services.ServiceName();
        builder.Services.AddSingleton(_ => Source(builder.Configuration, $"{service}-db", poolSize: 24));
        builder.Services.AddKeyedSingleton(DatabaseLogin.Worker,
            (_, _) => Source(builder.Configuration, $"{service}-db-worker", poolSize: 12));
        builder.Services.AddScoped<DatabaseLogin>();
        builder.Services.AddDbContext<TDb>(
            (services, options) => options
                .UseNpgsql(services.GetRequiredService<DatabaseLogin>().Source)
                .ConfigureWarnings(w => w.Ignore(
                    CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning)),
            contextLifetime: ServiceLifetime.Scoped, optionsLifetime: ServiceLifetime.Scoped);
        builder.Services.AddScoped<ServiceDbContext>(services => services.GetRequiredService<TDb>());
        builder.Services.AddScoped<RequestTransaction>();
        builder.Services.AddScoped<ScopedRead>();
        builder.Services.AddSingleton<StreetDirectory>();
        builder.Services.AddSingleton<OutboxSignal>();
        builder.Services.AddSingleton<Clocks.CivilClock>();
        builder.Services.AddSingleton<Kernel.ICivilClock>(s => s.GetRequiredService<Clocks.CivilClock>());
        builder.Services.AddHostedService<Http.IdempotencyCleanup>();
        builder.Services.AddSingleton(_ => Seals.SealSettings.From(builder.Configuration, service));
        builder.Services.AddHostedService<Seals.Sealer>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("database", HealthStatus.Unhealthy, ["ready"]);
    }

    /// <summary>When started as <c>X.dll migrate</c>: applies the migrations, says so and returns true.</summary>
    public static async Task<bool> MigrateIfAskedAsync(this WebApplication app, string[] args)
    {
        if (args is not ["migrate", ..]) return false;
        var service = app.Services.GetRequiredService<ServiceIdentity>().Name;
        var owner = app.Configuration.GetConnectionString($"{service}-db-owner")
            ?? throw new InvalidOperationException($"ConnectionStrings__{service}-db-owner is not set.");
        try
        {
            var count = await MigrationRunner.RunAsync(owner, Assembly.GetEntryAssembly()!, CancellationToken.None);
            Console.WriteLine($"{service}: {count} migrations applied, schema is current.");
        }
        catch (Exception e) when (e is InvalidOperationException or NpgsqlException)
        {
            await Console.Error.WriteLineAsync($"{service}: {e.Message}");
            Environment.ExitCode = 1;
        }
        return true;
    }

    /// <summary>The pool settings that the benchmarks chose; auto-prepare is what makes one round trip cheap.</summary>
    public static NpgsqlDataSource Source(IConfiguration configuration, string name, int poolSize)
    {
        var text = configuration.GetConnectionString(name)
            ?? throw new InvalidOperationException($"ConnectionStrings__{name} is not set.");
        var settings = new NpgsqlConnectionStringBuilder(text)
        {
            MaxPoolSize = poolSize,
            MaxAutoPrepare = 50,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true, // Nothing is ever set on the session; the scope lives in the transaction.
            Timeout = 5,
            CommandTimeout = 30,
            ApplicationName = name,
        };
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    private sealed class DatabaseCheck(NpgsqlDataSource source) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken ct = default)
        {
            try
            {
                await using var command = source.CreateCommand("select 1");
                await command.ExecuteScalarAsync(ct);
                return HealthCheckResult.Healthy();
            }
            catch (NpgsqlException e)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.", e);
            }
        }
    }
}

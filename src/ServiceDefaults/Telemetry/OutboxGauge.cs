using CivicPlatform.ServiceDefaults.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Telemetry;

/// <summary>
/// Measures depth (up to 100,000) and age of what waits in the outbox, and what is parked there, every two seconds.
/// </summary>
internal sealed class OutboxGauge(
    [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker, MessagingMetrics metrics, TimeProvider clock)
    : BackgroundService
{
    private const int MaxDepth = 100_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                await MeasureAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException)
            {
                // The gauge keeps its last value; the health check says that the database is away.
            }
        }
    }

    // Counts no further than the bound: with millions of rows waiting, the gauge must not slow their relay down.
    private async Task MeasureAsync(CancellationToken ct)
    {
        await using var command = worker.CreateCommand(
            $"""
             select (select count(*)
                     from (select from platform.outbox where parked_reason is null limit {MaxDepth}) as waiting),
                 coalesce((select extract(epoch from now() - created_at) from platform.outbox
                     where parked_reason is null order by seq limit 1), 0)::float8,
                 (select count(*)
                     from (select from platform.outbox where parked_reason is not null limit {MaxDepth}) as parked)
             """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (await reader.ReadAsync(ct))
            metrics.Waiting(reader.GetInt64(0), reader.GetDouble(1), reader.GetInt64(2));
    }
}

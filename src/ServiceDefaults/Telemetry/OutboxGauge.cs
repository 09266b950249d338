using CivicPlatform.ServiceDefaults.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Telemetry;

/// <summary>Measures depth and age of the outbox every two seconds.</summary>
internal sealed class OutboxGauge(
    [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker, MessagingMetrics metrics, TimeProvider clock)
    : BackgroundService
{
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

    private async Task MeasureAsync(CancellationToken ct)
    {
        await using var command = worker.CreateCommand(
            "select count(*), coalesce(extract(epoch from now() - min(created_at)), 0)::float8 from platform.outbox");
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (await reader.ReadAsync(ct)) metrics.Waiting(reader.GetInt64(0), reader.GetDouble(1));
    }
}

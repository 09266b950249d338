using CivicPlatform.ServiceDefaults.Clocks;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>
/// Deletes idempotency rows older than seven days, a bounded number a round; natural keys protect for ever.
/// </summary>
internal sealed class IdempotencyCleanup(
    [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker, TimeProvider clock,
    ILogger<IdempotencyCleanup> logger)
    : LeasedLoop("idempotency-cleanup", TimeSpan.FromMinutes(10), worker, clock, logger)
{
    protected override async Task RunOnceAsync(long fencingToken, CancellationToken ct)
    {
        await using var command = Worker.CreateCommand(
            "delete from platform.idempotency where ctid = any(array(select ctid from platform.idempotency " +
            "where created_at < now() - interval '7 days' limit 20000))");
        await command.ExecuteNonQueryAsync(ct);
    }
}

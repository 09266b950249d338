using CivicPlatform.ServiceDefaults.Clocks;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>
/// Deletes idempotency rows older than seven days, in short transactions; natural keys protect for ever.
/// </summary>
internal sealed class IdempotencyCleanup(
    [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker, TimeProvider clock,
    ILogger<IdempotencyCleanup> logger)
    : LeasedLoop("idempotency-cleanup", TimeSpan.FromMinutes(10), worker, clock, logger)
{
    /// <summary>Rows of one transaction.</summary>
    internal const int BatchSize = 20_000;

    private const int MaxBatches = 500; // Ten million rows a round: more than a city writes in a storm day.

    protected override async Task RunOnceAsync(long fencingToken, CancellationToken ct)
    {
        for (var batch = 0; batch < MaxBatches; batch++)
            if (await DeleteAsync(ct) < BatchSize) return;
    }

    private async Task<int> DeleteAsync(CancellationToken ct)
    {
        await using var command = Worker.CreateCommand(
            "delete from platform.idempotency where ctid = any(array(select ctid from platform.idempotency " +
            "where created_at < now() - interval '7 days' limit $1))");
        command.Parameters.Add(new() { Value = BatchSize });
        return await command.ExecuteNonQueryAsync(ct);
    }
}

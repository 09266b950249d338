using CivicPlatform.ServiceDefaults.Clocks;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Security;

/// <summary>A column of ciphered values, each bound to its row's <c>id</c>.</summary>
public sealed record EncryptedColumn(string Table, string Column);

/// <summary>After <c>./civic rotate-key</c>: writes values of older keys again under the current one.</summary>
/// <remarks>
/// By the worker, in batches of <see cref="BatchSize"/>, one transaction each; a row that somebody holds is left for
/// the next round. A round without work is one index-less look a column, once in ten minutes.
/// </remarks>
public sealed class KeyRewriter(
    IEnumerable<EncryptedColumn> columns, FieldCipher cipher,
    [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker, TimeProvider clock, ILogger<KeyRewriter> logger)
    : LeasedLoop("key-rewriter", TimeSpan.FromMinutes(10), worker, clock, logger)
{
    private const int BatchSize = 200;
    private const int MaxBatches = 5_000; // A million values a round.

    protected override async Task RunOnceAsync(long fencingToken, CancellationToken ct)
    {
        foreach (var column in columns)
        {
            var rewritten = await RewriteAsync(column, ct);
            if (rewritten > 0)
                KeyRewriterLog.Rewrote(logger, column.Table, column.Column, rewritten, cipher.CurrentKeyId);
        }
    }

    /// <summary>Rewrites one column and returns how many values were under another key.</summary>
    public async Task<int> RewriteAsync(EncryptedColumn column, CancellationToken ct)
    {
        var total = 0;
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            var rewritten = await RewriteBatchAsync(column, ct);
            total += rewritten;
            if (rewritten < BatchSize) break;
        }
        return total;
    }

    private async Task<int> RewriteBatchAsync(EncryptedColumn column, CancellationToken ct)
    {
        await using var connection = await Worker.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var rows = await TakeAsync(connection, column, ct);
        if (rows.Count == 0) return 0;

        // Names of tables and columns are the service's own words, never a caller's.
        await using var update = new NpgsqlCommand(
            $"update {column.Table} t set {column.Column} = n.value from unnest($1::uuid[], $2::bytea[]) " +
            "as n(id, value) where t.id = n.id", connection)
        {
            Parameters =
            {
                new() { Value = rows.Select(r => r.Id).ToArray() },
                new() { Value = rows.Select(r => cipher.Renew(r.Value, r.Id)).ToArray() },
            },
        };
        await update.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return rows.Count;
    }

    private async Task<List<(Guid Id, byte[] Value)>> TakeAsync(
        NpgsqlConnection connection, EncryptedColumn column, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand(
            $"select id, {column.Column} from {column.Table} where {column.Column} is not null " +
            $"and substring({column.Column} from 1 for 1 + length($1)) <> " +
            "set_byte('\\x00'::bytea, 0, length($1)) || $1 " +
            $"limit {BatchSize} for update skip locked", connection)
        {
            Parameters = { new() { Value = System.Text.Encoding.ASCII.GetBytes(cipher.CurrentKeyId) } },
        };
        await using var reader = await select.ExecuteReaderAsync(ct);
        var rows = new List<(Guid, byte[])>(BatchSize);
        while (await reader.ReadAsync(ct)) rows.Add((reader.GetGuid(0), reader.GetFieldValue<byte[]>(1)));
        return rows;
    }
}

/// <summary>How a service names its ciphered columns.</summary>
public static class EncryptedColumns
{
    /// <summary>Columns that are written again after a rotation of the data key.</summary>
    public static void AddEncryptedColumns(this IServiceCollection services, string table, params string[] columns)
    {
        foreach (var column in columns) services.AddSingleton(new EncryptedColumn(table, column));
        if (services.Any(s => s.ServiceType == typeof(KeyRewriter))) return;
        services.AddSingleton<KeyRewriter>();
        services.AddHostedService(s => s.GetRequiredService<KeyRewriter>());
    }
}

internal static partial class KeyRewriterLog
{
    [LoggerMessage(LogLevel.Information, "{Table}.{Column}: {Count} values are under key {Key} now")]
    public static partial void Rewrote(ILogger logger, string table, string column, int count, string key);
}

using System.Security.Cryptography;
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
/// the next round. A value that does not decrypt was tampered with: it stays, its id is told, and the rest goes on.
/// A round without work is one index-less look a column, once in ten minutes.
/// </remarks>
public sealed class KeyRewriter(
    IEnumerable<EncryptedColumn> columns, FieldCipher cipher,
    [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker, TimeProvider clock, ILogger<KeyRewriter> logger)
    : LeasedLoop("key-rewriter", TimeSpan.FromMinutes(10), worker, clock, logger)
{
    private const int BatchSize = 200;
    private const int MaxBatches = 5_000; // A million values a round.
    private const int MaxTold = 20; // Ids a round in the log; the count says the rest.

    protected override async Task RunOnceAsync(long fencingToken, CancellationToken ct)
    {
        foreach (var column in columns) await RewriteAsync(column, ct);
    }

    /// <summary>Rewrites one column and returns how many values were under another key.</summary>
    public async Task<int> RewriteAsync(EncryptedColumn column, CancellationToken ct)
    {
        var (total, broken, after) = (0, 0, Guid.Empty);
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            var (taken, rewritten, last) = await RewriteBatchAsync(column, after, broken, ct);
            (total, broken, after) = (total + rewritten, broken + taken - rewritten, last);
            if (taken < BatchSize) break;
        }
        if (total > 0) KeyRewriterLog.Rewrote(logger, column.Table, column.Column, total, cipher.CurrentKeyId);
        if (broken > 0) KeyRewriterLog.LeftBehind(logger, column.Table, column.Column, broken);
        return total;
    }

    private async Task<(int Taken, int Rewritten, Guid Last)> RewriteBatchAsync(
        EncryptedColumn column, Guid after, int brokenBefore, CancellationToken ct)
    {
        await using var connection = await Worker.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var rows = await TakeAsync(connection, column, after, ct);
        if (rows.Count == 0) return (0, 0, after);
        var renewed = Renew(column, rows, brokenBefore);

        // Names of tables and columns are the service's own words, never a caller's.
        await using var update = new NpgsqlCommand(
            $"update {column.Table} t set {column.Column} = n.value from unnest($1::uuid[], $2::bytea[]) " +
            "as n(id, value) where t.id = n.id", connection)
        {
            Parameters =
            {
                new() { Value = renewed.Select(r => r.Id).ToArray() },
                new() { Value = renewed.Select(r => r.Value).ToArray() },
            },
        };
        await update.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return (rows.Count, renewed.Count, rows[^1].Id);
    }

    private List<(Guid Id, byte[] Value)> Renew(
        EncryptedColumn column, IEnumerable<(Guid Id, byte[] Value)> rows, int broken)
    {
        var renewed = new List<(Guid, byte[])>(BatchSize);
        foreach (var (id, value) in rows)
        {
            try
            {
                renewed.Add((id, cipher.Renew(value, id)));
            }
            catch (CryptographicException e)
            {
                if (broken++ < MaxTold) KeyRewriterLog.Broken(logger, column.Table, column.Column, id, e.Message);
            }
        }
        return renewed;
    }

    /// <summary>In the order of ids, so that a value that cannot be renewed is not taken again and again.</summary>
    private async Task<List<(Guid Id, byte[] Value)>> TakeAsync(
        NpgsqlConnection connection, EncryptedColumn column, Guid after, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand(
            $"select id, {column.Column} from {column.Table} where id > $2 and {column.Column} is not null " +
            $"and substring({column.Column} from 1 for 1 + length($1)) <> " +
            "set_byte('\\x00'::bytea, 0, length($1)) || $1 " +
            $"order by id limit {BatchSize} for update skip locked", connection)
        {
            Parameters =
            {
                new() { Value = System.Text.Encoding.ASCII.GetBytes(cipher.CurrentKeyId) }, new() { Value = after },
            },
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

    [LoggerMessage(LogLevel.Error, "{Table}.{Column} of {Id} does not decrypt: {Reason}")]
    public static partial void Broken(ILogger logger, string table, string column, Guid id, string reason);

    [LoggerMessage(LogLevel.Error, "{Table}.{Column}: {Count} values do not decrypt and stay under their old key")]
    public static partial void LeftBehind(ILogger logger, string table, string column, int count);
}

using System.Data;
using CivicPlatform.Kernel.Seals;
using Npgsql;

namespace CivicPlatform.Cli.Verify;

/// <summary>
/// Verifies everything that is sealed in one service's database, as of one instant, while it is in use.
/// </summary>
public sealed class DatabaseVerifier(string service, string superuser, string sealFolder, SealKey key)
{
    /// <summary>How far the seal file may be behind a block, and blocks behind the rows: both follow at once.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>True when no service runs over the database, so that nothing can be sealed now.</summary>
    public bool IsAtRest { get; init; }

    /// <summary>One report a chain, and one of the ledger where there is one.</summary>
    /// <exception cref="CivicException">The database does not answer or has no seals.</exception>
    public async Task<IReadOnlyList<ChainReport>> RunAsync(CancellationToken ct)
    {
        // The file before the snapshot: a line follows its block, so every line here has its block there.
        var lines = new SealLines(Path.Combine(sealFolder, $"{service}.log"), key);
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(superuser)
            {
                Pooling = false,
                CommandTimeout = 0, // A sort of a large table takes its time; Ctrl+C ends it.
                ApplicationName = "civic-verify",
            };
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(ct);
            IReadOnlyList<ChainReport> reports;
            await using (await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct))
                reports = await RunAsync(connection, lines, ct);
            return await new SealLag(connection, service, Grace, IsAtRest).CheckAsync(reports, ct);
        }
        catch (NpgsqlException failure)
        {
            throw new CivicException($"the database {service} cannot be verified: {failure.Message}", failure);
        }
    }

    private async Task<IReadOnlyList<ChainReport>> RunAsync(
        NpgsqlConnection connection, SealLines lines, CancellationToken ct)
    {
        var sql = $"{SealedTable.TextFormSql}; set local search_path = ''";
        await using (var form = new NpgsqlCommand(sql, connection)) await form.ExecuteNonQueryAsync(ct);
        await using var clock = new NpgsqlCommand("select now()", connection);
        var now = new DateTimeOffset((DateTime)(await clock.ExecuteScalarAsync(ct))!);
        var reports = new List<ChainReport>();
        foreach (var table in SealedTable.Of(service))
            reports.Add(await new ChainVerifier(connection, service, table, lines, Grace).RunAsync(now, ct));
        if (service == "funds") reports.Add(await new LedgerVerifier(connection, service).RunAsync(ct));
        return reports;
    }
}

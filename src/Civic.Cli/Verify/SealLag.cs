using System.Globalization;
using CivicPlatform.Kernel.Seals;
using Npgsql;

namespace CivicPlatform.Cli.Verify;

/// <summary>Committed rows of a chain that no block held when it was looked at.</summary>
/// <param name="Key">Key of the oldest.</param>
/// <param name="First">Transaction of the oldest.</param>
/// <param name="Last">Transaction of the youngest.</param>
internal sealed record UnsealedRows(long Count, string Key, ulong First, ulong Last)
{
    public static UnsealedRows Add(UnsealedRows? rows, FeedRow row) => rows is null
        ? new UnsealedRows(1, row.Key, row.Transaction, row.Transaction)
        : new UnsealedRows(rows.Count + 1, row.Transaction < rows.First ? row.Key : rows.Key,
            Math.Min(rows.First, row.Transaction), Math.Max(rows.Last, row.Transaction));
}

/// <summary>
/// Finds sealing that was switched off: what is not sealed can be changed unseen, so it must not stay so.
/// </summary>
/// <remarks>
/// No time that stands in a row is believed while the platform runs, for whoever switches sealing off can write it:
/// rows seen once must be in a block within the grace. Where nothing can seal, only the times of the audit rows are
/// left: rows older than a later audit row by more than the grace should have been sealed before the stop.
/// </remarks>
internal sealed class SealLag(NpgsqlConnection connection, string service, TimeSpan grace, bool isAtRest)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    private const string SealedSql =
        "select pg_visible_in_snapshot($2::text::xid8, snapshot) " +
        "and pg_visible_in_snapshot($3::text::xid8, snapshot) from platform.seal_blocks " +
        "where chain = $1 order by number desc limit 1";

    // The first audit row after the oldest unsealed row is younger than it; the last one is the end of all work.
    private const string LagSql =
        "select (select at from platform.audit order by tx desc limit 1) - " +
        "(select at from platform.audit where tx > $1::text::xid8 order by tx limit 1)";

    /// <summary>The reports, with a fault where rows stay unsealed.</summary>
    public async Task<IReadOnlyList<ChainReport>> CheckAsync(IReadOnlyList<ChainReport> reports, CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        var judged = new List<ChainReport>();
        foreach (var report in reports)
        {
            var isLate = report.Unsealed is { } owed
                && (isAtRest ? await WasLateAsync(owed.Rows, ct) : await StaysAsync(owed.Table, owed.Rows, since, ct));
            judged.Add(isLate ? report with { Fault = Late(report.Unsealed!.Value) } : report);
        }
        return judged;
    }

    private Fault Late((SealedTable Table, UnsealedRows Rows) owed) => new(
        service, owed.Table.Table, $"{owed.Table.Key}={owed.Rows.Key}",
        string.Create(CultureInfo.InvariantCulture,
            $"and {owed.Rows.Count - 1} more are not sealed after {grace.TotalSeconds:0} s: sealing does not run"));

    private async Task<bool> StaysAsync(SealedTable table, UnsealedRows rows, long since, CancellationToken ct)
    {
        while (!await IsSealedAsync(table, rows, ct))
        {
            if (TimeProvider.System.GetElapsedTime(since) >= grace) return true;
            await Task.Delay(s_look, ct);
        }
        return false;
    }

    private async Task<bool> IsSealedAsync(SealedTable table, UnsealedRows rows, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SealedSql, connection)
        {
            Parameters = { new() { Value = table.Chain }, Of(rows.First), Of(rows.Last) },
        };
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private async Task<bool> WasLateAsync(UnsealedRows rows, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(LagSql, connection) { Parameters = { Of(rows.First) } };
        return await command.ExecuteScalarAsync(ct) is TimeSpan lag && lag > grace;
    }

    private static NpgsqlParameter Of(ulong transaction) =>
        new() { Value = transaction.ToString(CultureInfo.InvariantCulture) };
}

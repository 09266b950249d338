using CivicPlatform.Kernel.Seals;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Seals;

/// <summary>The sealer's reads and writes in its service's database, on one connection in one transaction.</summary>
internal sealed class SealStore(NpgsqlConnection connection)
{
    private const string LastSql =
        "select number, snapshot::text, total, head from platform.seal_blocks where chain = $1 " +
        "order by number desc limit 1";

    private const string HeadSql = "select head from platform.seal_blocks where chain = $1 and number = $2";

    private const string AfterSql =
        "select number, sealed_at, total, head from platform.seal_blocks where chain = $1 and number > $2 " +
        "order by number limit 5000";

    // The row lock fences: until we commit nobody takes the lease, and who lost it finds no row.
    private const string FenceSql =
        "select 1 from platform.leases where name = $1 and token = $2 for share";

    private const string InsertSql =
        "insert into platform.seal_blocks (chain, number, sealed_at, snapshot, columns, keys, digests, total, " +
        "previous, head) values ($1, $2, $3, $4::text::pg_snapshot, $5, $6, $7, $8, $9, $10)";

    public async Task<LastBlock> LastAsync(string chain, CancellationToken ct)
    {
        await using var command = Command(LastSql, chain);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new LastBlock(reader.GetInt64(0), TransactionSnapshot.Parse(reader.GetString(1)), reader.GetInt64(2),
                reader.GetFieldValue<byte[]>(3))
            : new LastBlock(0, TransactionSnapshot.Empty, 0, []);
    }

    public async Task<string?> HeadAsync(string chain, long number, CancellationToken ct)
    {
        await using var command = Command(HeadSql, chain, number);
        return await command.ExecuteScalarAsync(ct) is byte[] head ? Convert.ToHexStringLower(head) : null;
    }

    /// <summary>Blocks as lines for the file, at most 5,000 at once.</summary>
    public async Task<List<SealLine>> LinesAfterAsync(string service, string chain, long number, CancellationToken ct)
    {
        await using var command = Command(AfterSql, chain, number);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = new List<SealLine>();
        while (await reader.ReadAsync(ct))
        {
            lines.Add(new SealLine(reader.GetFieldValue<DateTimeOffset>(1), service, chain, reader.GetInt64(0),
                reader.GetInt64(2), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(3))));
        }
        return lines;
    }

    public async Task<string[]> ColumnsAsync(SealedTable table, CancellationToken ct)
    {
        await using var command = Command(SealedTable.ColumnsSql, table.Table);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var columns = new List<string>();
        while (await reader.ReadAsync(ct)) columns.Add(reader.GetString(0));
        return [.. columns];
    }

    /// <summary>
    /// Committed rows that no block holds yet, at most about <paramref name="limit"/>, but never a part of a
    /// transaction: then the whole transaction, however many rows it has.
    /// </summary>
    public async Task<UnsealedRows?> UnsealedAsync(
        SealedTable table, string[] columns, TransactionSnapshot sealedBefore, int limit, CancellationToken ct)
    {
        await Command(SealedTable.TextFormSql).ExecuteNonQueryAsync(ct);
        // One statement, so that snapshot and rows are of the same moment.
        await using var command = Command(
            $"select pg_current_snapshot()::text, {table.RowSql(columns)} from {table.Table} t " +
            "where t.tx >= pg_snapshot_xmin($1::text::pg_snapshot) " +
            "and t.tx < pg_snapshot_xmax(pg_current_snapshot()) " +
            $"and not pg_visible_in_snapshot(t.tx, $1::text::pg_snapshot) order by {table.OrderSql} limit $2",
            sealedBefore.ToString(), limit + 1);
        var (snapshot, rows) = await ReadAsync(command, ct);
        if (rows.Count == 0) return null;

        var seen = TransactionSnapshot.Parse(snapshot);
        if (rows.Count <= limit) return new UnsealedRows(seen, rows);
        var cut = rows[limit].Transaction;
        var whole = rows.TakeWhile(r => r.Transaction < cut).ToList();
        if (whole.Count > 0) return new UnsealedRows(seen.CutBefore(cut), whole);

        await using var one = Command(
            $"select '', {table.RowSql(columns)} from {table.Table} t where t.tx = $1::text::xid8 " +
            $"order by {table.OrderSql}", cut.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return new UnsealedRows(seen.CutBefore(cut + 1), (await ReadAsync(one, ct)).Rows);
    }

    public async Task<bool> HoldsLeaseAsync(string lease, long token, CancellationToken ct)
    {
        await using var command = Command(FenceSql, lease, token);
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    public async Task InsertAsync(string chain, SealBlock block, CancellationToken ct)
    {
        await using var command = Command(InsertSql, chain, block.Number, block.SealedAt, block.Rows.Snapshot,
            block.Rows.Columns.ToArray(), block.Rows.Keys.ToArray(), block.Rows.Digests, block.Total, block.Previous,
            block.Head(chain));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<(string Snapshot, List<UnsealedRow> Rows)> ReadAsync(
        NpgsqlCommand command, CancellationToken ct)
    {
        var (snapshot, rows) = ("", new List<UnsealedRow>());
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            snapshot = reader.GetString(0);
            rows.Add(new UnsealedRow(
                ulong.Parse(reader.GetString(1), System.Globalization.CultureInfo.InvariantCulture),
                reader.GetString(2), RowDigest.Of(reader.GetFieldValue<string?[]>(3))));
        }
        return (snapshot, rows);
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}

/// <summary>Where a chain stands.</summary>
internal sealed record LastBlock(long Number, TransactionSnapshot Snapshot, long Total, byte[] Head);

/// <summary>A row that no block holds.</summary>
internal readonly record struct UnsealedRow(ulong Transaction, string Key, byte[] Digest);

/// <summary>Rows of the next block and the snapshot that sees them.</summary>
internal sealed record UnsealedRows(TransactionSnapshot Snapshot, IReadOnlyList<UnsealedRow> Rows)
{
    public SealedRows ToSealed(IReadOnlyList<string> columns) => new(
        Snapshot.ToString(), columns, [.. Rows.Select(r => r.Key)], [.. Rows.SelectMany(r => r.Digest)]);
}

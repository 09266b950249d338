using System.Globalization;
using CivicPlatform.Kernel.Seals;
using Npgsql;

namespace CivicPlatform.Cli.Verify;

/// <summary>Recomputes one chain from its rows and holds it against its blocks and the file outside.</summary>
internal sealed class ChainVerifier(
    NpgsqlConnection connection, string service, SealedTable table, SealLines lines, TimeSpan grace)
{
    private const string BlocksTable = "platform.seal_blocks";

    private long _total;
    private SealBlock? _last;
    private SealLine? _lastLine;

    /// <param name="now">The database's time of the snapshot that is looked at.</param>
    public async Task<ChainReport> RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        var columns = await ColumnsAsync(ct);
        await using var rows = new RowFeed(connection, table, columns, ct);
        await using var file = lines.ReadAsync(service, table.Chain, ct).GetAsyncEnumerator(ct);
        Fault? fault = null;
        await foreach (var (block, head) in BlocksAsync(ct))
        {
            fault = CheckBlock(block, head) ?? await CheckLineAsync(block, head, file, now)
                ?? Compare(block, await rows.TakeAsync(TransactionSnapshot.Parse(block.Rows.Snapshot)), columns);
            if (fault is not null) break;
            (_last, _total) = (block, block.Total);
        }
        fault ??= await CheckTailAsync(file);
        var (unsealed, foreign) = fault is null ? await rows.RestAsync() : default;
        if (foreign is not null) fault = RowFault(foreign, "was not written by a transaction of this database");
        return new ChainReport(Summary(unsealed?.Count ?? 0), fault)
        {
            Unsealed = fault is null && unsealed is not null ? (table, unsealed) : null,
        };
    }

    private string Summary(long unsealed)
    {
        var rest = unsealed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (+{unsealed} not sealed yet)");
        return _lastLine is null && _last is null
            ? $"{service} {table.Chain}: nothing sealed{rest}"
            : string.Create(CultureInfo.InvariantCulture,
                $"{service} {table.Chain}: sealed up to {(_last?.SealedAt ?? default):yyyy-MM-dd HH:mm:ss.fff}Z, ") +
              string.Create(CultureInfo.InvariantCulture, $"{_total} rows in {_last?.Number ?? 0} blocks{rest}");
    }

    private Fault? CheckBlock(SealBlock block, byte[] head)
    {
        if (block.Number != (_last?.Number ?? 0) + 1)
            return BlockFault((_last?.Number ?? 0) + 1, "is gone, later blocks are there");
        if (!block.Previous.AsSpan().SequenceEqual(_last?.Head(table.Chain) ?? []))
            return BlockFault(block.Number, "is not chained to the block before");
        if (!block.Head(table.Chain).AsSpan().SequenceEqual(head))
            return BlockFault(block.Number, "was changed: its head is not the hash of its content");
        return block.Total == _total + block.Rows.Keys.Count
            ? null
            : BlockFault(block.Number, "counts its rows wrongly");
    }

    private async Task<Fault?> CheckLineAsync(
        SealBlock block, byte[] head, IAsyncEnumerator<SealLine?> file, DateTimeOffset now)
    {
        if (!await file.MoveNextAsync())
        {
            return now - block.SealedAt < grace ? null : FileFault(block.Number,
                lines.IsEmpty ? "the file is missing or empty" : "the file ends before it: its tail is cut");
        }
        if (file.Current is not { } line) return FileFault(block.Number, "a line is not signed with the seal key");
        if (line.Block != block.Number) return FileFault(block.Number, "its line is gone, later lines are there");
        _lastLine = line;
        return line.Head == Convert.ToHexStringLower(head) && line.Total == block.Total
            ? null
            : BlockFault(block.Number, $"was replaced: {lines.Path} knows another head " +
                $"(its rows: {table.Key} {block.Rows.Keys[0]} to {block.Rows.Keys[^1]})");
    }

    private async Task<Fault?> CheckTailAsync(IAsyncEnumerator<SealLine?> file)
    {
        if (!await file.MoveNextAsync()) return null;
        if (file.Current is not { } line)
            return FileFault((_last?.Number ?? 0) + 1, "a line is not signed with the seal key");
        return BlockFault(line.Block, string.Create(CultureInfo.InvariantCulture,
            $"is gone: the tail is cut; {lines.Path} has it, sealed {SealBlock.TextOf(line.At)}, {line.Total} rows"));
    }

    private Fault? Compare(SealBlock block, IReadOnlyList<FeedRow> rows, string[] columns)
    {
        var missing = block.Rows.Columns.Except(columns).FirstOrDefault();
        if (missing is not null) return new Fault(service, table.Table, $"column {missing}", "is gone, it was sealed");
        var places = block.Rows.Columns.Select(c => Array.IndexOf(columns, c)).ToArray();
        var found = rows.Select(r => r.Key).ToHashSet();
        for (int i = 0, k = 0; i < rows.Count || k < block.Rows.Keys.Count; i++, k++)
        {
            var isKnown = i < rows.Count && k < block.Rows.Keys.Count && rows[i].Key == block.Rows.Keys[k];
            if (!isKnown && k < block.Rows.Keys.Count && !found.Contains(block.Rows.Keys[k]))
                return RowFault(block.Rows.Keys[k], $"was deleted after it was sealed ({At(block)})");
            if (!isKnown) return RowFault(rows[i].Key, $"was added to what is sealed ({At(block)})");
            var digest = RowDigest.Of(places.Select(place => rows[i].Values[place]));
            if (!block.Rows.DigestAt(k).SequenceEqual(digest))
                return RowFault(rows[i].Key, $"was changed after it was sealed ({At(block)})");
        }
        return null;
    }

    private static string At(SealBlock block) => string.Create(
        CultureInfo.InvariantCulture, $"block {block.Number} of {SealBlock.TextOf(block.SealedAt)}");

    private Fault RowFault(string key, string what) => new(service, table.Table, $"{table.Key}={key}", what);

    private Fault BlockFault(long number, string what) => new(service, BlocksTable,
        string.Create(CultureInfo.InvariantCulture, $"chain={table.Chain} number={number}"), what);

    private Fault FileFault(long number, string what) => new(service, lines.Path,
        string.Create(CultureInfo.InvariantCulture, $"chain={table.Chain} block={number}"), what);

    private async Task<string[]> ColumnsAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SealedTable.ColumnsSql, connection);
        command.Parameters.Add(new() { Value = table.Table });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var columns = new List<string>();
        while (await reader.ReadAsync(ct)) columns.Add(reader.GetString(0));
        return [.. columns];
    }

    private IAsyncEnumerable<(SealBlock Block, byte[] Head)> BlocksAsync(CancellationToken ct) =>
        new Cursor(connection, $"blocks_{table.Chain}").ReadAsync(
            "select number, sealed_at, snapshot::text, columns, keys, digests, total, previous, head " +
            $"from {BlocksTable} where chain = '{table.Chain}' order by number",
            r => (new SealBlock(r.GetInt64(0), r.GetFieldValue<DateTimeOffset>(1),
                new SealedRows(r.GetString(2), r.GetFieldValue<string[]>(3), r.GetFieldValue<string[]>(4),
                    r.GetFieldValue<byte[]>(5)), r.GetInt64(6), r.GetFieldValue<byte[]>(7)),
                r.GetFieldValue<byte[]>(8)), ct);
}

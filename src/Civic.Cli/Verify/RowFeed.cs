using System.Globalization;
using CivicPlatform.Kernel.Seals;
using Npgsql;

namespace CivicPlatform.Cli.Verify;

/// <summary>A row as it stands now; its values as texts in the order of the table's columns.</summary>
internal sealed record FeedRow(long Order, ulong Transaction, string Key, string?[] Values, bool IsOurs);

/// <summary>
/// One pass over a table by transaction, from which each block takes its rows. What waits in memory are the rows of
/// transactions that ran while later ones were sealed.
/// </summary>
internal sealed class RowFeed : IAsyncDisposable
{
    private readonly IAsyncEnumerator<FeedRow> _rows;
    private List<FeedRow> _waiting = [];
    private bool _started, _ended;

    public RowFeed(NpgsqlConnection connection, SealedTable table, string[] columns, CancellationToken ct)
    {
        var order = 0L;
        _rows = new Cursor(connection, $"rows_{table.Chain}").ReadAsync(
            $"select {table.RowSql(columns)}, pg_visible_in_snapshot(t.tx, pg_current_snapshot()) " +
            $"from {table.Table} t order by {table.OrderSql}",
            r => new FeedRow(order++, ulong.Parse(r.GetString(0), CultureInfo.InvariantCulture), r.GetString(1),
                r.GetFieldValue<string?[]>(2), r.GetBoolean(3)), ct).GetAsyncEnumerator(ct);
    }

    /// <summary>The rows that this snapshot sees and none before did.</summary>
    public async Task<IReadOnlyList<FeedRow>> TakeAsync(TransactionSnapshot snapshot)
    {
        if (!_started) await NextAsync();
        var taken = _waiting.Where(r => snapshot.Sees(r.Transaction)).ToList();
        if (taken.Count > 0) _waiting = [.. _waiting.Where(r => !snapshot.Sees(r.Transaction))];
        for (; !_ended && _rows.Current.Transaction < snapshot.Max; await NextAsync())
        {
            if (snapshot.Sees(_rows.Current.Transaction)) taken.Add(_rows.Current);
            else _waiting.Add(_rows.Current);
        }
        taken.Sort((a, b) => a.Order.CompareTo(b.Order));
        return taken;
    }

    /// <summary>The rows that no block took, and the key of one that this database's history cannot hold.</summary>
    public async Task<(UnsealedRows? Rows, string? Foreign)> RestAsync()
    {
        if (!_started) await NextAsync();
        UnsealedRows? rest = null;
        var foreign = _waiting.Find(r => !r.IsOurs)?.Key;
        foreach (var row in _waiting) rest = UnsealedRows.Add(rest, row);
        for (; !_ended; await NextAsync())
        {
            rest = UnsealedRows.Add(rest, _rows.Current);
            foreign ??= _rows.Current.IsOurs ? null : _rows.Current.Key;
        }
        return (rest, foreign);
    }

    public ValueTask DisposeAsync() => _rows.DisposeAsync();

    private async Task NextAsync() => (_started, _ended) = (true, !await _rows.MoveNextAsync());
}

using System.Text;
using Npgsql;

namespace CivicPlatform.Funds.Ledger;

/// <summary>Streams the journal of a book from one snapshot: entries in their order, then the balances kept.</summary>
internal static class JournalReader
{
    // One statement: a posting between entries and balances must not look like a difference. With a cut the balances
    // are those of the entries before it; without one they are the ledger's own, which only its trigger moves.
    private const string Query =
        """
        select 0 as part, t.seq, t.id, t.kind, t.source_id, t.booked_at, t.recorded_at, t.amount,
            d.kind, d.building, d.unit_id, c.kind, c.building, c.unit_id
        from ledger_transfers t join ledger_accounts d on d.id = t.debit_id join ledger_accounts c on c.id = t.credit_id
        where t.book_id = $1 and t.recorded_at < $2
        union all
        select 1, 0, a.id, '', a.id, now(), now(),
            case when $2 = 'infinity'::timestamptz then a.debits - a.credits else (
                select coalesce(sum(case when t.debit_id = a.id then t.amount else -t.amount end), 0)
                from ledger_transfers t where a.id in (t.debit_id, t.credit_id) and t.recorded_at < $2) end,
            a.kind, a.building, a.unit_id, '', '', null
        from ledger_accounts a where a.book_id = $1
        order by 1, 2, 9, 10, 11
        """;

    /// <param name="book">Whose journal.</param>
    /// <param name="before">Only what was recorded before that instant; everything when null.</param>
    public static NpgsqlBatchCommand Command(Guid book, DateTimeOffset? before) => new(Query)
    {
        Parameters =
        {
            new() { Value = book },
            new() { Value = before?.UtcDateTime ?? DateTime.MaxValue, DataTypeName = "timestamp with time zone" },
        },
    };

    /// <summary>Writes the rows of <see cref="Command"/> as text, in flat memory however long it is.</summary>
    public static async Task WriteAsync(Guid book, NpgsqlDataReader rows, Stream to, CancellationToken ct)
    {
        await using var text = new StreamWriter(to, new UTF8Encoding(false), bufferSize: 32 * 1024, leaveOpen: true);
        await text.WriteAsync(JournalText.Head(book));
        var last = DateTimeOffset.UnixEpoch;
        var balances = new List<(string, Money)>();
        while (await rows.ReadAsync(ct))
        {
            var name = JournalText.Account(rows.GetString(8), rows.GetString(9), rows.GuidOrNull(10));
            if (rows.GetInt32(0) == 1)
            {
                balances.Add((name, rows.Money(7)));
                continue;
            }
            var entry = new JournalEntry(rows.GetGuid(2), rows.GetString(3), rows.GetGuid(4),
                rows.GetFieldValue<DateTimeOffset>(5), rows.GetFieldValue<DateTimeOffset>(6), rows.Money(7), name,
                JournalText.Account(rows.GetString(11), rows.GetString(12), rows.GuidOrNull(13)));
            if (entry.BookedAt > last) last = entry.BookedAt;
            await text.WriteAsync(JournalText.Entry(entry).AsMemory(), ct);
        }
        await text.WriteAsync(JournalText.Assertions(last, balances).AsMemory(), ct);
        await text.FlushAsync(ct);
    }
}

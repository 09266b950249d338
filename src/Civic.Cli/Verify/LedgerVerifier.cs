using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace CivicPlatform.Cli.Verify;

/// <summary>
/// Recounts the mirror ledger from its transfers in one pass: balances, chain head of every account, trial balance.
/// </summary>
/// <remarks>Memory grows with the number of accounts, not of transfers.</remarks>
internal sealed class LedgerVerifier(NpgsqlConnection connection, string service)
{
    private const string TransfersSql =
        "select block_id, debit_id, credit_id, amount, concat_ws('|', seq, id, block_id, book_id, debit_id, " +
        "credit_id, amount, kind, source_id, extract(epoch from booked_at), extract(epoch from recorded_at), " +
        "street_code, division_code) from public.ledger_transfers order by seq";

    private const string AccountsSql =
        "select id, kind, building, debits, credits, entries, head from public.ledger_accounts order by id";

    private readonly Dictionary<Guid, Account> _accounts = [];
    private long _transfers;

    public async Task<ChainReport> RunAsync(CancellationToken ct)
    {
        var transfers = new Cursor(connection, "transfers").ReadAsync(TransfersSql, r => new Row(r.GetGuid(0),
            r.GetGuid(1), r.GetGuid(2), r.GetDecimal(3), r.GetString(4)), ct);
        await foreach (var row in transfers) Apply(row);

        Fault? fault = null;
        var (accounts, difference) = (0L, 0m);
        var stored = new Cursor(connection, "accounts").ReadAsync(AccountsSql, r => new Stored(r.GetGuid(0),
            $"{r.GetString(1)} {r.GetString(2)}".TrimEnd(), r.GetDecimal(3), r.GetDecimal(4), r.GetInt64(5),
            r.GetFieldValue<byte[]>(6)), ct);
        await foreach (var account in stored)
        {
            (accounts, difference) = (accounts + 1, difference + account.Debits - account.Credits);
            fault ??= Compare(account);
        }
        if (_accounts.Count > 0)
            fault ??= AccountFault(_accounts.Keys.First().ToString(), "is gone, its transfers are there");
        if (difference != 0)
            fault ??= AccountFault("*", string.Create(CultureInfo.InvariantCulture,
                $"the trial balance is {difference:0.00} instead of 0.00"));
        return new ChainReport(string.Create(CultureInfo.InvariantCulture,
            $"{service} ledger: {_transfers} transfers, {accounts} accounts, trial balance {difference:0.00}"), fault);
    }

    private void Apply(Row row)
    {
        _transfers++;
        Of(row.Debit).Add(row, row.Amount, 0);
        Of(row.Credit).Add(row, 0, row.Amount);
    }

    private Account Of(Guid id) =>
        _accounts.TryGetValue(id, out var account) ? account : _accounts[id] = new Account();

    private Fault? Compare(Stored stored)
    {
        _accounts.Remove(stored.Id, out var counted);
        counted ??= new Account();
        var name = $"{stored.Id} ({stored.Name})";
        if (stored.Debits != counted.Debits || stored.Credits != counted.Credits)
        {
            return AccountFault(name, string.Create(CultureInfo.InvariantCulture,
                $"has debits {stored.Debits:0.00} and credits {stored.Credits:0.00}, its transfers say " +
                $"{counted.Debits:0.00} and {counted.Credits:0.00}"));
        }
        if (stored.Entries != counted.Entries)
        {
            return AccountFault(name, string.Create(CultureInfo.InvariantCulture,
                $"counts {stored.Entries} entries, there are {counted.Entries}"));
        }
        return stored.Head.AsSpan().SequenceEqual(counted.Head())
            ? null
            : AccountFault(name, "has a head that does not follow from its transfers");
    }

    private Fault AccountFault(string key, string what) => new(service, "public.ledger_accounts", $"id={key}", what);

    private sealed record Row(Guid Block, Guid Debit, Guid Credit, decimal Amount, string Line);

    private sealed record Stored(Guid Id, string Name, decimal Debits, decimal Credits, long Entries, byte[] Head);

    /// <summary>head = sha256(head || block); a block is what one statement posted to the account.</summary>
    private sealed class Account
    {
        private readonly StringBuilder _lines = new();
        private byte[] _head = [];
        private Guid _block;

        public decimal Debits { get; private set; }
        public decimal Credits { get; private set; }
        public long Entries { get; private set; }

        public void Add(Row row, decimal debit, decimal credit)
        {
            if (row.Block != _block) Close();
            _block = row.Block;
            if (_lines.Length > 0) _lines.Append('\n');
            _lines.Append(row.Line);
            (Debits, Credits, Entries) = (Debits + debit, Credits + credit, Entries + 1);
        }

        public byte[] Head()
        {
            Close();
            return _head;
        }

        private void Close()
        {
            if (_lines.Length > 0) _head = SHA256.HashData([.. _head, .. Encoding.UTF8.GetBytes(_lines.ToString())]);
            _lines.Clear();
        }
    }
}

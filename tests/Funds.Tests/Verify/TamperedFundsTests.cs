using CivicPlatform.Testing;
using Npgsql;

namespace CivicPlatform.Funds.Tests.Verify;

/// <summary>F16: whoever changes the books behind the service's back is found, and so is the row.</summary>
public sealed class TamperedFundsTests(SealedFunds funds) : IClassFixture<SealedFunds>
{
    [Fact]
    public async Task finds_nothing_where_nothing_was_done()
    {
        var reports = await SealCheck.VerifyAsync("funds", await funds.CopyAsync());
        Assert.All(reports, r => Assert.Null(r.Fault));
        Assert.Contains(reports, r => r.Summary.StartsWith("funds transfers: sealed up to ", StringComparison.Ordinal));
        Assert.Contains(reports, r => r.Summary.EndsWith("trial balance 0.00", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("update ledger_transfers set amount = amount + 1 where seq = 3", "seq=3", "changed")]
    [InlineData("update ledger_transfers set kind = 'REFUND' where seq = 3", "seq=3", "changed")]
    [InlineData("update ledger_transfers set booked_at = booked_at - interval '1 day' where seq = 3", "seq=3",
        "changed")]
    [InlineData("update ledger_transfers set tx = '4000000000' where seq = 3", "seq=3", "deleted")]
    [InlineData("delete from ledger_transfers where seq = 3", "seq=3", "deleted")]
    [InlineData("delete from ledger_transfers where seq = (select max(seq) from ledger_transfers)", "seq=",
        "deleted")]
    [InlineData("insert into ledger_transfers (id, block_id, book_id, debit_id, credit_id, amount, kind, source_id, " +
        "booked_at, street_code, division_code, tx) select gen_random_uuid(), block_id, book_id, debit_id, " +
        "credit_id, amount, kind, source_id, booked_at, street_code, division_code, tx from ledger_transfers " +
        "where seq = 3",
        "seq=", "added")]
    [InlineData("insert into ledger_transfers (id, block_id, book_id, debit_id, credit_id, amount, kind, source_id, " +
        "booked_at, street_code, division_code, tx) select gen_random_uuid(), block_id, book_id, debit_id, " +
        "credit_id, amount, kind, source_id, booked_at, street_code, division_code, '4000000000' " +
        "from ledger_transfers where seq = 3", "seq=", "not written by a transaction")]
    public async Task names_the_transfer(string sql, string key, string what) =>
        await FindsAsync(sql, "public.ledger_transfers", key, what);

    [Theory]
    [InlineData("update platform.audit set actor = 'somebody else' where seq = 2", "seq=2", "changed")]
    [InlineData("update platform.audit set at = at - interval '1 hour' where seq = 2", "seq=2", "changed")]
    [InlineData("delete from platform.audit where seq = 2", "seq=2", "deleted")]
    public async Task names_the_audit_row(string sql, string key, string what) =>
        await FindsAsync(sql, "platform.audit", key, what);

    [Theory]
    [InlineData("update snapshots set content = content || ' ', hash = sha256(previous_hash || " +
        "convert_to(content || ' ', 'UTF8')) where building = '2'", "id=", "changed")]
    [InlineData("delete from snapshots where building = '2'", "id=", "deleted")]
    public async Task names_the_daily_page(string sql, string key, string what) =>
        await FindsAsync(sql, "public.snapshots", key, what);

    [Theory]
    [InlineData("update page_lines set lines[1] = replace(lines[1], '0.00', '0.01')", "page_id=", "changed")]
    [InlineData("delete from page_lines", "page_id=", "deleted")]
    public async Task names_the_lines_behind_a_page(string sql, string key, string what) =>
        await FindsAsync(sql, "public.page_lines", key, what);

    [Theory]
    [InlineData("update ledger_accounts set head = sha256('x') where kind = 'BANK'", "head")]
    [InlineData("update ledger_accounts set credits = credits + 1 where kind = 'COLLECTION' and building = '1'",
        "credits")]
    [InlineData("update ledger_accounts set entries = entries - 1 where kind = 'BANK'", "entries")]
    [InlineData("delete from ledger_accounts where kind = 'BANK'", "gone")]
    public async Task names_the_ledger_account(string sql, string what) =>
        await FindsAsync(sql, "public.ledger_accounts", "id=", what);

    [Theory]
    [InlineData("update platform.seal_blocks set head = sha256('x') where chain = 'transfers' and number = 1",
        "number=1", "changed")]
    [InlineData("update platform.seal_blocks set digests = overlay(digests placing '\\x00' from 1) " +
        "where chain = 'transfers' and number = 1", "number=1", "changed")]
    [InlineData("delete from platform.seal_blocks where chain = 'transfers' and number = 1", "number=1", "gone")]
    public async Task names_the_block(string sql, string key, string what) =>
        await FindsAsync(sql, "platform.seal_blocks", key, what);

    [Fact]
    public async Task sees_a_cut_tail_when_rows_and_blocks_went_together()
    {
        var copy = await funds.CopyAsync();
        await SealCheck.TamperAsync(copy,
            "delete from platform.audit a using platform.seal_blocks b where b.chain = 'audit' and b.number = " +
            "(select max(number) from platform.seal_blocks where chain = 'audit') and a.seq::text = any(b.keys); " +
            "delete from platform.seal_blocks where chain = 'audit' and number = " +
            "(select max(number) from platform.seal_blocks where chain = 'audit')");
        var fault = await SealCheck.FaultAsync("funds", copy);
        Assert.Equal("platform.seal_blocks", fault?.Table);
        Assert.Contains("tail is cut", fault!.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task sees_a_chain_that_was_built_anew_over_a_changed_row()
    {
        var copy = await funds.CopyAsync();
        await Forger.RewriteAuditAsync(copy, seq: 2);
        var fault = await SealCheck.FaultAsync("funds", copy);
        Assert.Equal("platform.seal_blocks", fault?.Table);
        Assert.Contains("was replaced", fault!.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task sees_what_was_done_to_the_file()
    {
        var path = Path.Combine(funds.Database.SealFolder, "funds.log");
        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        var first = Array.FindIndex(lines, l => l.Contains(" funds audit 1 ", StringComparison.Ordinal));
        var lastAudit = Array.FindLastIndex(lines, l => l.Contains(" funds audit ", StringComparison.Ordinal));

        Assert.Contains("line is gone", await AfterAsync(lines.Where((_, i) => i != first)), StringComparison.Ordinal);
        Assert.Contains("tail is cut", await AfterAsync(lines.Where((_, i) => i != lastAudit)),
            StringComparison.Ordinal);
        Assert.Contains("missing", await AfterAsync([]), StringComparison.Ordinal);
        Assert.Contains("not signed", await AfterAsync(lines.Select((l, i) => i == first ? l[..^1] + '!' : l)),
            StringComparison.Ordinal);
    }

    private async Task<string> AfterAsync(IEnumerable<string> lines)
    {
        var copy = await funds.CopyAsync();
        await File.WriteAllLinesAsync(Path.Combine(copy.SealFolder, "funds.log"), lines,
            TestContext.Current.CancellationToken);
        return (await SealCheck.FaultAsync("funds", copy, TimeSpan.Zero))?.What ?? "nothing";
    }

    private async Task FindsAsync(string sql, string table, string key, string what)
    {
        var copy = await funds.CopyAsync();
        await SealCheck.TamperAsync(copy, sql);
        var reports = await SealCheck.VerifyAsync("funds", copy);
        var fault = reports.First(r => r.Fault is not null).Fault!;
        Assert.Equal(("funds", table), (fault.Service, fault.Table));
        Assert.Contains(key, fault.Key, StringComparison.Ordinal);
        Assert.Contains(what, fault.What, StringComparison.Ordinal);
    }

    private static string Column(string table) => table == "platform.seal_blocks" ? "total = 0" : "tx = '7'";

    public static TheoryData<string, string> Attempts()
    {
        var attempts = new TheoryData<string, string>();
        string[] tables = ["platform.audit", "platform.seal_blocks", "snapshots", "page_lines", "ledger_transfers"];
        foreach (var login in (string[])["app", "worker", "owner"])
            foreach (var table in tables)
            {
                attempts.Add(login, $"update {table} set {Column(table)}");
                attempts.Add(login, $"delete from {table}");
                attempts.Add(login, $"truncate {table}");
            }
        return attempts;
    }

    [Theory, MemberData(nameof(Attempts))]
    public async Task no_login_of_the_service_changes_what_is_sealed(string login, string sql)
    {
        var connection = login switch
        {
            "app" => funds.Database.App,
            "worker" => funds.Database.Worker,
            _ => funds.Database.Owner,
        };
        var refused = await Assert.ThrowsAsync<PostgresException>(() => FundsHost.ExecuteAsync(connection, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }
}

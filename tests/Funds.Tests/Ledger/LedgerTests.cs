using System.Net;
using Npgsql;

namespace CivicPlatform.Funds.Tests.Ledger;

/// <summary>What the database itself refuses, whoever asks.</summary>
public sealed class LedgerTests(FundsHost funds)
{
    public static TheoryData<string, string> Attempts()
    {
        var attempts = new TheoryData<string, string>();
        foreach (var login in new[] { "app", "worker", "owner" })
        {
            attempts.Add(login, "update ledger_transfers set amount = amount + 1");
            attempts.Add(login, "delete from ledger_transfers");
            attempts.Add(login, "truncate ledger_transfers");
            attempts.Add(login, "update ledger_accounts set debits = debits + 1, credits = credits + 1");
            attempts.Add(login, "delete from ledger_accounts");
            attempts.Add(login, "delete from bank_lines");
            attempts.Add(login, "update bank_lines set amount = 1 where outcome is not null");
            attempts.Add(login, "update thresholds set collected = 0");
        }

        return attempts;
    }

    [Theory, Trait("rule", "FUND-27")]
    [MemberData(nameof(Attempts))]
    public async Task nobody_changes_or_deletes_what_was_booked(string login, string sql)
    {
        var opened = await PaidAsync();
        var connection = login switch
        {
            "app" => funds.Host.Database.App,
            "worker" => funds.Host.Database.Worker,
            _ => funds.Host.Database.Owner,
        };

        var refused = await Assert.ThrowsAsync<PostgresException>(() => FundsHost.ExecuteAsync(connection,
            $"begin; select set_config('app.scope', '{FundsHost.Street}', true); {sql}"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        await funds.AssertBalancedAsync(opened.Account);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("'NaN'")]
    [InlineData("'Infinity'")]
    public async Task a_transfer_without_a_real_amount_cannot_be_written(string amount)
    {
        var opened = await PaidAsync();
        await Assert.ThrowsAsync<PostgresException>(() => FundsHost.ExecuteAsync(funds.Host.Database.Worker,
            "insert into ledger_transfers (id, block_id, book_id, debit_id, credit_id, amount, kind, source_id, " +
            "booked_at, street_code, division_code) select gen_random_uuid(), gen_random_uuid(), book_id, debit_id, " +
            $"credit_id, {amount}, kind, source_id, now(), street_code, division_code from ledger_transfers " +
            $"where book_id = '{opened.Account}' limit 1"));
    }

    private const string Line =
        "concat_ws('|', seq, id, block_id, book_id, debit_id, credit_id, amount, kind, source_id, " +
        "extract(epoch from booked_at), extract(epoch from recorded_at), street_code, division_code)";

    [Fact]
    public async Task every_head_follows_from_the_blocks_of_its_account()
    {
        var opened = await PaidAsync();
        (await funds.PayAsync(opened.Account, "S-2", "-10.00", "1-1-101 退款")).Expect(HttpStatusCode.Created);

        // Counted again from the transfers, outside of the trigger: one block a statement, in order.
        var broken = await funds.Host.QueryAsync<long>($$"""
            with recursive blocks as (
                select account_id, min(seq) as first, string_agg(line, E'\n' order by seq) as block,
                    row_number() over (partition by account_id order by min(seq)) as n
                from (select seq, block_id, debit_id as account_id,
                        {{Line}} as line
                    from ledger_transfers where book_id = '{{opened.Account}}'
                    union all select seq, block_id, credit_id, {{Line}}
                    from ledger_transfers where book_id = '{{opened.Account}}') legs
                group by account_id, block_id),
            heads as (
                select account_id, n, sha256('\x'::bytea || convert_to(block, 'UTF8')) as head from blocks where n = 1
                union all select b.account_id, b.n, sha256(h.head || convert_to(b.block, 'UTF8'))
                from heads h join blocks b on b.account_id = h.account_id and b.n = h.n + 1)
            select count(*) from ledger_accounts a join lateral (
                select head from heads h where h.account_id = a.id order by n desc limit 1) h on true
            where a.book_id = '{{opened.Account}}' and a.head <> h.head
            """);
        Assert.Equal(0, broken);
    }

    private async Task<Opened> PaidAsync()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        (await funds.PayAsync(opened.Account, "S-1", "1613.70", "1-1-101")).Expect(HttpStatusCode.Created);
        return opened;
    }
}

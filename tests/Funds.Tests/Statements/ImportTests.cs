using System.Net;
using System.Text;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Statements;

/// <summary>Statement files: whole or not at all, once, and on after a crash.</summary>
public sealed class ImportTests(FundsHost funds)
{
    private const string When = "2023-06-12 09:13:00";

    [Theory]
    [InlineData("B-2,2023-06-12 09:13:00,1613.705,业主,1-1-101", "amount", "amount.malformed")]
    [InlineData("B-2,2023-06-12 09:13:00,NaN,业主,1-1-101", "amount", "amount.malformed")]
    [InlineData("B-2,12/06/2023,1613.70,业主,1-1-101", "booked_at", "booked_at.malformed")]
    [InlineData(",2023-06-12 09:13:00,1613.70,业主,1-1-101", "bank_serial", "bank_serial.malformed")]
    [InlineData("B-1,2023-06-12 09:13:00,1613.71,业主,1-1-101", "bank_serial", "bank_serial.other_content")]
    public async Task a_wrong_cell_refuses_the_file_by_row_and_column(string line, string column, string code)
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var refused = await funds.ImportAsync(
            opened.Account, FundsHost.Csv($"B-1,{When},1613.70,业主,1-1-101", line));
        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "statements.rows_refused");
        var finding = refused.Json.GetProperty("errors")[0];
        Assert.Equal((3, column, code), (finding.GetProperty("row").GetInt32(),
            finding.GetProperty("column").GetString(), finding.GetProperty("code").GetString()));
        Assert.Equal(0L, await LinesAsync(opened.Account));
    }

    [Fact, Trait("rule", "EVT-02")]
    public async Task a_known_serial_with_other_content_refuses_the_whole_file()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        (await funds.PayAsync(opened.Account, "B-1", "1613.70", "1-1-101")).Expect(HttpStatusCode.Created);
        (await funds.ImportAsync(opened.Account,
            FundsHost.Csv($"B-0,{When},1613.70,业主,1-2-101", $"B-1,{When},1613.70,业主乙,1-1-101")))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "statements.serial_reused");
        Assert.Equal(1L, await LinesAsync(opened.Account));

        var same = await funds.ImportAsync(opened.Account, FundsHost.Csv($"B-1,{When},1613.70,业主甲,1-1-101"));
        Assert.Equal("1", same.Expect(HttpStatusCode.Created)["duplicates"]);
    }

    [Fact]
    public async Task an_import_that_cannot_be_posted_holds_up_no_other_account()
    {
        var (bad, good) = (await funds.OpenAsync(FundsHost.Flats(1, 2)), await funds.OpenAsync(FundsHost.Flats(1, 2)));
        await FundsHost.ExecuteAsync(funds.Host.Database.Superuser, """
            create function test_break() returns trigger language plpgsql as $$
            begin raise exception 'broken' using errcode = '23514'; end $$;
            create trigger test_break before update on bank_lines for each row
                when (new.serial = 'BROKEN-1') execute function test_break();
            """);
        var stuck = funds.ImportAsync(bad.Account, FundsHost.Csv($"BROKEN-1,{When},1613.70,业主,1-1-101"));
        await Eventually.Async(async () => Assert.Equal(1L, await LinesAsync(bad.Account)));

        var posted = await funds.ImportAsync(good.Account, FundsHost.Csv($"B-1,{When},1613.70,业主,1-1-101"));
        Assert.Equal("DONE", posted.Expect(HttpStatusCode.Created)["status"]);

        await FundsHost.ExecuteAsync(funds.Host.Database.Superuser, "drop trigger test_break on bank_lines");
        Assert.Equal("DONE", (await stuck).Expect(HttpStatusCode.Created)["status"]);
    }

    [Fact]
    public async Task the_same_key_gives_the_first_answer_and_another_body_is_refused()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var csv = FundsHost.Csv($"B-1,{When},1613.70,业主,1-1-101");
        var first = (await funds.ImportAsync(opened.Account, csv, "i-1")).Expect(HttpStatusCode.Created);
        var twin = (await funds.ImportAsync(opened.Account, csv, "i-1")).Expect(HttpStatusCode.Created);
        Assert.Equal(first.Body, twin.Body);
        (await funds.ImportAsync(opened.Account, FundsHost.Csv($"B-2,{When},1.00,业主,"), "i-1"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "request.idempotency_key_reused");
        var progress = await funds.Manager.GetAsync($"/api/v1/statement-imports/{first["importId"]}");
        Assert.Equal("DONE", progress.Expect(HttpStatusCode.OK)["status"]);
        (await funds.Host.As("fund-manager", "110114010").GetAsync($"/api/v1/statement-imports/{first["importId"]}"))
            .Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task a_file_of_a_bank_in_gb18030_is_read()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding("GB18030").GetBytes(FundsHost.Csv($"B-1,{When},1613.70,业主,1号楼1单元101室电梯款"));
        var done = await funds.Manager.PostCsvAsync($"/api/v1/accounts/{opened.Account}/statement-imports", bytes);
        Assert.Equal("1", done.Expect(HttpStatusCode.Created)["matched"]);
    }

    [Fact]
    public async Task posting_that_dies_in_the_middle_goes_on_and_books_every_line_once()
    {
        var flats = FundsHost.Flats(2, 300);
        var opened = await funds.OpenAsync(flats);
        var superuser = funds.Host.Database.Superuser;
        await FundsHost.ExecuteAsync(superuser, $"""
            create function test_trap_{opened.Account:N}() returns trigger language plpgsql as $$
            begin
                if (select count(*) from bank_lines where account_id = '{opened.Account}' and outcome is not null) > 300
                then perform pg_terminate_backend(pg_backend_pid()); end if;
                return null;
            end $$;
            create trigger test_trap_{opened.Account:N} after insert on ledger_transfers
                execute function test_trap_{opened.Account:N}();
            grant execute on function pg_terminate_backend(integer, bigint) to public;
            """);
        var lines = flats.Select((f, i) => $"B-{i},{When},1613.70,业主,{FundsHost.Code(f)}");
        var import = funds.ImportAsync(opened.Account, FundsHost.Csv(lines));
        await Eventually.Async(async () => Assert.Equal(256L, await PostedAsync(opened.Account)));

        await FundsHost.ExecuteAsync(superuser, $"drop trigger test_trap_{opened.Account:N} on ledger_transfers");
        (await import).Expect(HttpStatusCode.Created);

        await Eventually.Async(async () => Assert.Equal(600L, await PostedAsync(opened.Account)));
        Assert.Equal(600L, await funds.Host.QueryAsync<long>(
            $"select count(*) from ledger_transfers where book_id = '{opened.Account}'"));
        foreach (var building in new[] { "1", "2" })
            Assert.Equal(1, await funds.ToldAsync("CampaignThresholdReached", opened.Campaign, building));
        await funds.AssertBalancedAsync(opened.Account);
    }

    private Task<long> LinesAsync(Guid account) =>
        funds.Host.QueryAsync<long>($"select count(*) from bank_lines where account_id = '{account}'");

    private Task<long> PostedAsync(Guid account) => funds.Host.QueryAsync<long>(
        $"select count(*) from bank_lines where account_id = '{account}' and outcome is not null");
}

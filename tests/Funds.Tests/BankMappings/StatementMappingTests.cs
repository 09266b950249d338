using System.Net;
using System.Text;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.BankMappings;

/// <summary>A bank's own CSV is read by the account's mapping, to the fen or not at all.</summary>
public sealed class StatementMappingTests(FundsHost funds)
{
    private static object TwoColumns => new
    {
        headerRow = 3, serial = "交易流水号", bookedAt = "交易日期", bookedTime = "交易时间",
        timeFormats = new[] { "yyyyMMdd HH:mm:ss" }, debit = "借方发生额", credit = "贷方发生额",
        counterparty = "对方户名", memo = "摘要", thousandsSeparators = true,
    };

    private const string TwoColumnsFile =
        "某银行对账单\n户名：业主大会,币种：人民币\n" +
        "序号,交易日期,交易时间,借方发生额,贷方发生额,余额,对方户名,摘要,交易流水号,备注,备注\n" +
        "1,20230612,09:13:00,,\"１,613.70\",99.00,王芳,1-1-101,\tS-1,x,y\n" +
        "2,２０２３0613,10:00:00,\"1,000.00\",0.00,99.00,某公司,手续费,S-2,,\n";

    [Fact, Trait("rule", "FUND-28")]
    public async Task a_banks_own_columns_are_read_by_the_accounts_mapping()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        (await funds.ImportAsync(opened.Account, TwoColumnsFile))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "import.header");
        var set = (await SetAsync(opened.Account, TwoColumns)).Expect(HttpStatusCode.Created);
        Assert.Equal("\"v1\"", set.ETag);

        var done = (await funds.ImportAsync(opened.Account, TwoColumnsFile)).Expect(HttpStatusCode.Created);
        Assert.Equal(("2", "1", "1"), (done["lines"], done["matched"], done["suspense"]));
        Assert.Equal("S-1=1613.70@2023-06-12 01:13:00,S-2=-1000.00@2023-06-13 02:00:00",
            await funds.Host.QueryAsync<string>("select string_agg(serial || '=' || amount || '@' || " +
            "(booked_at at time zone 'UTC'), ',' order by serial) from bank_lines " +
            $"where account_id = '{opened.Account}'"));
        Assert.Equal("2",
            (await funds.ImportAsync(opened.Account, TwoColumnsFile)).Expect(HttpStatusCode.Created)["duplicates"]);
        await funds.AssertBalancedAsync(opened.Account);
    }

    [Theory]
    [InlineData("S-1,20230612,5.00,借", "-5.00")]
    [InlineData("S-1,20230612,5.00,贷", "5.00")]
    [InlineData("S-1,20230612,5.00,冲", "direction")]
    [InlineData("S-1,20230612,-5.00,贷", "amount")]
    [InlineData("S-1,20230612,\"1,5.00\",贷", "amount")]
    [InlineData("S-1,20230612,\"1,500.00\",贷", "1500.00")]
    [InlineData("S-1,20230612,0.00,贷", "amount")]
    [InlineData("S-1,2023-06-12,5.00,贷", "day")]
    public async Task a_direction_decides_the_sign_and_a_doubt_refuses_the_row(string row, string expected)
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var tried = await PreviewAsync(opened.Account, new
        {
            serial = "no", bookedAt = "day", timeFormats = new[] { "yyyyMMdd" }, amount = "amount",
            direction = "direction", inWords = new[] { "贷" }, outWords = new[] { "借" }, thousandsSeparators = true,
        }, $"no,day,amount,direction,rest\n{row},r\n");
        if (expected.Contains('.', StringComparison.Ordinal))
        {
            var line = tried.Expect(HttpStatusCode.OK).Json.GetProperty("lines")[0];
            Assert.Equal((2, expected), (line.GetProperty("row").GetInt32(), line.GetProperty("amount").GetString()));
            return;
        }
        tried.ExpectProblem(HttpStatusCode.UnprocessableEntity, "statements.rows_refused");
        Assert.Equal(expected, tried.Json.GetProperty("errors")[0].GetProperty("column").GetString());
    }

    [Theory, InlineData("5.00", "5.00"), InlineData("", ""), InlineData("0.00", "0")]
    public async Task two_amounts_or_none_are_no_amount(string debit, string credit)
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        (await PreviewAsync(opened.Account, new
        {
            serial = "no", bookedAt = "day", timeFormats = new[] { "yyyyMMdd" }, debit = "out", credit = "in",
        }, $"no,day,out,in\nS-1,20230612,{debit},{credit}\n"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "statements.rows_refused");
    }

    [Fact, Trait("rule", "PRIV-16")]
    public async Task a_preview_masks_payers_and_stores_nothing()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var tried = (await PreviewAsync(opened.Account, TwoColumns, TwoColumnsFile)).Expect(HttpStatusCode.OK);
        var first = tried.Json.GetProperty("lines")[0];
        Assert.Equal(("王**", "1-1-101", 4), (first.GetProperty("counterparty").GetString(),
            first.GetProperty("household").GetString(), first.GetProperty("row").GetInt32()));
        Assert.Equal(0L, await funds.Host.QueryAsync<long>(
            $"select count(*) from bank_lines where account_id = '{opened.Account}'"));
        (await funds.Manager.GetAsync(Path(opened.Account)))
            .ExpectProblem(HttpStatusCode.NotFound, "statement_mappings.not_set");
    }

    [Fact]
    public async Task a_mapping_changes_only_from_the_version_that_was_seen_and_every_version_is_kept()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        (await SetAsync(opened.Account, TwoColumns)).Expect(HttpStatusCode.Created);
        (await SetAsync(opened.Account, TwoColumns)).Expect((HttpStatusCode)428);
        (await SetAsync(opened.Account, TwoColumns, "\"v7\"")).Expect(HttpStatusCode.PreconditionFailed);
        Assert.Equal("\"v2\"", (await SetAsync(opened.Account, TwoColumns, "\"v1\"")).Expect(HttpStatusCode.OK).ETag);
        Assert.Equal("\"v2\"", (await funds.Manager.GetAsync(Path(opened.Account))).Expect(HttpStatusCode.OK).ETag);
        Assert.Equal(2L, await funds.Host.QueryAsync<long>(
            $"select count(*) from statement_mappings where account_id = '{opened.Account}'"));
        Assert.Equal(2L, await funds.Host.QueryAsync<long>("select count(*) from platform.audit where " +
            $"action = 'statement_mappings.set' and subject_id = '{opened.Account}'"));
    }

    [Theory]
    [InlineData("""{"serial":"a","bookedAt":"b","timeFormats":["yyyyMMdd"],"amount":"c","debit":"d","credit":"e"}""")]
    [InlineData("""{"serial":"a","bookedAt":"b","timeFormats":["yyyyMMdd"],"debit":"d"}""")]
    [InlineData("""{"serial":"a","bookedAt":"b","timeFormats":["yyyyMMdd"]}""")]
    [InlineData("""{"serial":"a","bookedAt":"b","timeFormats":[],"amount":"c"}""")]
    [InlineData("""{"serial":"a","bookedAt":"b","timeFormats":["HH:mm"],"amount":"c"}""")]
    [InlineData("""{"serial":"a","bookedAt":"b","timeFormats":["yyyyMMdd%"],"amount":"c"}""")]
    [InlineData("""{"serial":"a","bookedAt":"a","timeFormats":["yyyyMMdd"],"amount":"c"}""")]
    [InlineData("""{"serial":"a","bookedAt":"b","timeFormats":["yyyyMMdd"],"amount":"c","direction":"d"}""")]
    [InlineData("""{"serial":"a","bookedAt":"b","timeFormats":["yyyyMMdd"],"amount":"c","headerRow":0}""")]
    [InlineData("""{"serial":"a","bookedAt":"b","timeFormats":["yyyyMMdd"],"amount":"c","more":1}""")]
    public async Task a_mapping_that_leaves_a_doubt_is_refused(string json)
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        (await funds.Manager.SendAsync(HttpMethod.Put, Path(opened.Account),
            new StringContent(json, Encoding.UTF8, "application/json"), null)).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task another_office_sets_and_reads_no_mapping()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        (await SetAsync(opened.Account, TwoColumns)).Expect(HttpStatusCode.Created);
        var other = funds.Host.As("fund-manager", "110114010");
        (await other.GetAsync(Path(opened.Account))).ExpectProblem(HttpStatusCode.NotFound, "accounts.not_found");
        (await other.PutAsync(Path(opened.Account), TwoColumns, ("If-Match", "\"v1\"")))
            .ExpectProblem(HttpStatusCode.NotFound, "accounts.not_found");
        (await other.PostAsync($"{Path(opened.Account)}:preview", new { mapping = TwoColumns, sample = "a" }))
            .ExpectProblem(HttpStatusCode.NotFound, "accounts.not_found");
        (await funds.Host.As("owner", FundsHost.Street).GetAsync(Path(opened.Account)))
            .Expect(HttpStatusCode.Forbidden);
    }

    private static string Path(Guid account) => $"/api/v1/accounts/{account}/statement-mapping";

    private Task<Answer> SetAsync(Guid account, object mapping, string? ifMatch = null) =>
        ifMatch is null ? funds.Manager.PutAsync(Path(account), mapping)
            : funds.Manager.PutAsync(Path(account), mapping, ("If-Match", ifMatch));

    private Task<Answer> PreviewAsync(Guid account, object mapping, string sample) =>
        funds.Manager.PostAsync($"{Path(account)}:preview", new { mapping, sample });
}

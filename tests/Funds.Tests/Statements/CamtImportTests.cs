using System.IO.Compression;
using System.Net;
using System.Text;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Statements;

/// <summary>camt.053: the same lines, checks and duplicates as CSV, and the bank's balances beside them.</summary>
public sealed class CamtImportTests(FundsHost funds)
{
    [Theory, Trait("rule", "FUND-28"), InlineData("02"), InlineData("04"), InlineData("08")]
    public async Task booked_entries_are_posted_by_their_sign_and_pending_ones_are_not(string version)
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 4));
        var done = (await ImportAsync(opened.Account, CamtText.Statement("100.00", "1643.70", CamtText.Entry("A-1",
            "1613.70000", "1-1-101 电梯款", interestOn: "2023-06-13") + CamtText.Entry("A-2", "-70.00", "手续费")
            + CamtText.Entry("A-3", "999.00", "1-1-102", status: "PDNG"), version))).Expect(HttpStatusCode.Created);
        Assert.Equal(("2", "1", "1"), (done["lines"], done["matched"], done["suspense"]));

        Assert.Equal("2023-06-11 16:00:00|2023-06-13|1613.70", await funds.Host.QueryAsync<string>(
            "select (booked_at at time zone 'UTC') || '|' || interest_on || '|' || amount from bank_lines " +
            $"where account_id = '{opened.Account}' and serial = 'A-1'"));
        Assert.Equal("100.00|1643.70|2023-06-01|2023-06-30", await funds.Host.QueryAsync<string>(
            "select opening || '|' || closing || '|' || opens_on || '|' || closes_on from bank_statements " +
            $"where account_id = '{opened.Account}'"));
        var waiting = await funds.Manager.GetAsync($"/api/v1/suspense-lines?accountId={opened.Account}");
        Assert.Equal("某**", waiting.Json.GetProperty("items")[0].GetProperty("counterparty").ToString());
        await funds.AssertBalancedAsync(opened.Account);
    }

    [Fact, Trait("rule", "002-4")]
    public async Task the_same_entries_again_are_duplicates_of_each_other_and_of_a_csv_file()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 4));
        (await funds.ImportAsync(opened.Account, FundsHost.Csv("A-1,2023-06-12 00:00:00,1613.70,王芳,1-1-101")))
            .Expect(HttpStatusCode.Created);
        var file = CamtText.Statement("0.00", "3227.40",
            CamtText.Entry("A-1", "1613.70", "1-1-101") + CamtText.Entry("A-2", "1613.70", "1-1-102"));
        var first = (await ImportAsync(opened.Account, file, "k-1")).Expect(HttpStatusCode.Created);
        Assert.Equal(("1", "1"), (first["new"], first["duplicates"]));
        Assert.Equal(first.Body, (await ImportAsync(opened.Account, file, "k-1")).Expect(HttpStatusCode.Created).Body);
        Assert.Equal("2", (await ImportAsync(opened.Account, file)).Expect(HttpStatusCode.Created)["duplicates"]);

        (await ImportAsync(opened.Account, CamtText.Statement("0.00", "1613.71",
            CamtText.Entry("A-1", "1613.71", "1-1-101"))))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "statements.serial_reused");
        Assert.Equal(2L, await LinesAsync(opened.Account));
    }

    [Fact]
    public async Task a_batch_is_split_into_lines_whose_serials_stay_the_same()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 6));
        // A reference that repeats that of the entry tells nothing; two equal payments stay two.
        var same = CamtText.Transaction("<AcctSvcrRef>B-1</AcctSvcrRef>", "100.00", "1-1-101");
        var file = CamtText.Statement("0.00", "4327.40", CamtText.Batch("B-1", "200.00", same, same)
            + CamtText.Batch("B-2", "3227.40", CamtText.Transaction("<TxId>T-1</TxId>", "1613.70", "1-1-102"),
                CamtText.Transaction("<TxId>T-2</TxId>", "1613.70", "1-2-101"))
            + CamtText.Batch("B-3", "900.00", CamtText.Transaction("", "", "1-2-102"),
                CamtText.Transaction("", "", "1-2-103")), "08");
        var done = (await ImportAsync(opened.Account, file)).Expect(HttpStatusCode.Created);
        Assert.Equal(("5", "4", "1"), (done["lines"], done["matched"], done["suspense"]));
        Assert.Equal("B-1/1,B-1/2,B-2/T-1,B-2/T-2,B-3", await funds.Host.QueryAsync<string>(
            $"select string_agg(serial, ',' order by serial) from bank_lines where account_id = '{opened.Account}'"));
        Assert.Equal("5", (await ImportAsync(opened.Account, file)).Expect(HttpStatusCode.Created)["duplicates"]);
        await funds.AssertBalancedAsync(opened.Account);
    }

    [Fact, Trait("rule", "FUND-25")]
    public async Task balances_that_the_entries_do_not_explain_refuse_the_file_with_the_figures()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var refused = (await ImportAsync(opened.Account,
            CamtText.Statement("10.00", "1623.71", CamtText.Entry("A-1", "1613.70", "1-1-101"))))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "statements.does_not_add_up");
        Assert.Equal("FUND-25", refused.Rule);
        Assert.Equal("期初 10.00，明细合计 1613.70，应为 1623.70；期末 1623.71，相差 0.01", refused["detail"]);
        Assert.Equal(0L, await LinesAsync(opened.Account));
    }

    [Fact, Trait("rule", "FUND-28")]
    public async Task the_account_that_the_file_names_must_be_this_one_whatever_the_digits_form()
    {
        var (estate, _) = await funds.RegisterAsync(FundsHost.Flats(1, 2));
        var number = $"62{Random.Shared.NextInt64(100_000_000_000, 999_999_999_999)}";
        var account = (await funds.Manager.PostAsync("/api/v1/accounts",
            new { estateId = estate, name = "专户", bankName = "某银行", accountNumber = number }))
            .Expect(HttpStatusCode.Created).Id;
        var entry = CamtText.Entry("A-1", "5.00", "无");
        (await ImportAsync(account, CamtText.Statement("0.00", "5.00", entry, account: "6222000011112222")))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "statements.other_account");
        var wide = string.Concat(number.Select(c => (char)(c - '0' + '０')));
        (await ImportAsync(account, CamtText.Statement("0.00", "5.00", entry, account: $"{wide[..4]} {wide[4..]}")))
            .Expect(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("<Amt Ccy=\"CNY\">5.00</Amt>", "<Amt Ccy=\"USD\">5.00</Amt>", "currency.not_cny")]
    [InlineData("<Amt Ccy=\"CNY\">5.00</Amt>", "<Amt Ccy=\"CNY\">5.001</Amt>", "amount.malformed")]
    [InlineData("<Amt Ccy=\"CNY\">5.00</Amt>", "<Amt Ccy=\"CNY\">-5.00</Amt>", "amount.malformed")]
    [InlineData("<BookgDt><Dt>2023-06-12", "<BookgDt><Dt>12.06.2023", "booked_at.malformed")]
    [InlineData("<BookgDt><Dt>2023-06-12", "<BookgDt><Dt>2023-07-01", "booked_at.after_closing")] // The day after.
    [InlineData("<AcctSvcrRef>A-1", "<AcctSvcrRef>", "bank_serial.malformed")]
    [InlineData("<AcctSvcrRef>A-1", "<AcctSvcrRef>A-2", "bank_serial.twice")]
    [InlineData("<Cd>CLBD</Cd>", "<Cd>CLAV</Cd>", "balance.missing")]
    [InlineData("<Ustrd>一笔", "<Ustrd>一\u202e笔", "text.forbidden_character")]
    public async Task a_wrong_entry_refuses_the_file_by_its_line(string right, string wrong, string code)
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var file = CamtText.Statement("0.00", "11.00",
            CamtText.Entry("A-1", "5.00", "一笔") + CamtText.Entry("A-2", "6.00", "另一笔"));
        var at = file.IndexOf(right, StringComparison.Ordinal);
        var refused = (await ImportAsync(opened.Account, file[..at] + wrong + file[(at + right.Length)..]))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "statements.rows_refused");
        var finding = refused.Json.GetProperty("errors")[0];
        Assert.Equal(code, finding.GetProperty("code").GetString());
        Assert.True(finding.GetProperty("row").GetInt32() > 4);
        Assert.Equal(0L, await LinesAsync(opened.Account));
    }

    [Fact]
    public async Task a_batch_whose_parts_are_not_the_whole_is_refused()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var batch = CamtText.Batch("B-1", "10.00", CamtText.Transaction("", "5.00", "1-1-101"),
            CamtText.Transaction("", "4.99", "1-2-101"));
        var refused = await ImportAsync(opened.Account, CamtText.Statement("0.00", "10.00", batch));
        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "statements.rows_refused");
        Assert.Equal("batch.does_not_add_up", refused.Json.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    private const string Malformed = "statements.xml_malformed", Camt = "urn:iso:std:iso:20022:tech:xsd:camt.05";

    public static TheoryData<string, int, string> Hostile => new()
    {
        { "<!DOCTYPE d [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><Document>&b;</Document>", 400, Malformed },
        { "<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><Document/>", 400, Malformed },
        { $"<Document xmlns=\"{Camt}3.001.02\"><BkToCstmrStmt>", 400, Malformed },
        { "not xml", 400, Malformed },
        { "", 400, Malformed },
        { $"<Document>{string.Concat(Enumerable.Repeat("<a>", 5_000))}", 400, Malformed },
        { $"<Document a=\"{new string('>', 70_000)}\"/>", 413, "import.too_large" },
        { $"<Document>{new string('x', 70_000)}</Document>", 413, "import.too_large" },
        { "<Document>\0</Document>", 400, "import.encoding" },
        { $"<Document xmlns=\"{Camt}2.001.02\"/>", 422, "statements.not_camt053" },
        { "<html/>", 422, "statements.not_camt053" },
    };

    [Theory, MemberData(nameof(Hostile))]
    public async Task hostile_xml_is_a_problem_and_stores_nothing(string text, int status, string code)
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        (await ImportAsync(opened.Account, text)).ExpectProblem((HttpStatusCode)status, code);
        Assert.Equal(0L, await LinesAsync(opened.Account));
    }

    [Fact]
    public async Task a_zipped_file_is_read_and_a_zipped_bomb_is_not()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var good = Encoding.UTF8.GetBytes(
            CamtText.Statement("0.00", "5.00", CamtText.Entry("A-1", "5.00", "1-1-101")));
        Assert.Equal("1", (await ZippedAsync(opened.Account, good)).Expect(HttpStatusCode.Created)["matched"]);
        (await ZippedAsync(opened.Account, new byte[33 * 1024 * 1024]))
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "import.too_large");
    }

    private async Task<Answer> ZippedAsync(Guid account, byte[] text)
    {
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(text);
        var content = new ByteArrayContent(zipped.ToArray());
        content.Headers.ContentType = new("application/xml");
        content.Headers.ContentEncoding.Add("gzip");
        return await funds.Manager.SendAsync(HttpMethod.Post,
            $"/api/v1/accounts/{account}/statement-imports", content, Guid.NewGuid().ToString());
    }

    private Task<Answer> ImportAsync(Guid account, string xml, string? key = null) => funds.Manager.PostCsvAsync(
        $"/api/v1/accounts/{account}/statement-imports", Encoding.UTF8.GetBytes(xml), key, "application/xml");

    private Task<long> LinesAsync(Guid account) =>
        funds.Host.QueryAsync<long>($"select count(*) from bank_lines where account_id = '{account}'");
}

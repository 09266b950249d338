using System.Net;
using System.Text;
using CivicPlatform.Testing;

namespace CivicPlatform.Registry.Tests.UnitImports;

public sealed class BadUnitFileTests(RegistryHost registry) : IClassFixture<RegistryHost>
{
    private static readonly string Good = RegistryHost.Sample(RegistryHost.Community);

    [Fact]
    public async Task a_file_cut_in_the_middle_of_a_row_is_400()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);

        await RefusedAsync(bytes[..1_000], HttpStatusCode.BadRequest, "import.truncated");
    }

    [Fact]
    public async Task a_file_cut_in_the_middle_of_a_character_is_400()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        var cut = Array.LastIndexOf(bytes, (byte)0xE6) + 2; // Two of the three bytes of a character.

        await RefusedAsync(bytes[..cut], HttpStatusCode.BadRequest, null, "text/csv; charset=utf-8");
    }

    [Fact]
    public async Task a_line_of_50_mb_is_413()
    {
        var line = new byte[50 * 1024 * 1024];
        Array.Fill(line, (byte)'9');

        await RefusedAsync([.. Encoding.UTF8.GetBytes(Good), .. line], HttpStatusCode.RequestEntityTooLarge,
            "import.too_large");
    }

    [Fact]
    public async Task bytes_that_no_permitted_encoding_reads_are_400()
    {
        byte[] latin = [.. Encoding.UTF8.GetBytes(Good.Split('\n')[0] + "\n"), 0xFF, 0xFF, (byte)'\n'];
        await RefusedAsync(latin, HttpStatusCode.BadRequest, "import.encoding");

        await RefusedAsync(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Good)).ToArray(),
            HttpStatusCode.BadRequest, "import.encoding");
    }

    [Fact]
    public async Task a_header_that_promises_another_encoding_is_400()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var gb = Encoding.GetEncoding("GB18030").GetBytes(Good);

        await RefusedAsync(gb, HttpStatusCode.BadRequest, "import.encoding", "text/csv; charset=utf-8");
        await RefusedAsync(Encoding.UTF8.GetBytes(Good), HttpStatusCode.BadRequest, "import.encoding",
            "text/csv; charset=iso-8859-1");
    }

    [Fact]
    public async Task a_nul_is_400()
    {
        var csv = Good.Replace("样例业主003", "样例\0业主003", StringComparison.Ordinal);

        await RefusedAsync(Encoding.UTF8.GetBytes(csv), HttpStatusCode.BadRequest, "import.encoding");
    }

    [Theory]
    [InlineData("样例业主003", "样例\u202E业主003", "owners")]
    [InlineData("样例小区,1,1,201", "样例\u2066小区,1,1,201", "estate")]
    [InlineData(",1,1,201", ",1,1,2\u000701", "room")]
    public async Task bidirectional_and_control_characters_are_422(string text, string hidden, string column)
    {
        var csv = Good.Replace(text, hidden, StringComparison.Ordinal);

        var answer = await RefusedAsync(csv, HttpStatusCode.UnprocessableEntity, "import.rows_refused");

        Assert.Equal([$"4 {column} text.forbidden_character"], UnitImportTests.Findings(answer));
    }

    [Theory]
    [InlineData("1,1,201,2,62.40", "1,1,201,2,0", "area_m2 unit.area")]
    [InlineData("1,1,201,2,62.40", "1,1,201,2,-62.40", "area_m2 unit.area")]
    [InlineData("1,1,201,2,62.40", "1,1,201,2,NaN", "area_m2 unit.area")]
    [InlineData("1,1,201,2,62.40", "1,1,201,2,６２.４０", "area_m2 unit.area")]
    [InlineData("1,1,201,2,62.40", "1,1,201,two,62.40", "floor unit.floor")]
    [InlineData("1,1,201,2,62.40", "1,1,201,201,62.40", "floor unit.floor")]
    [InlineData("1,1,201,2", ",1,201,2", "building text.required")]
    [InlineData("1,1,201,2", "1,1,,2", "room text.required")]
    [InlineData("62.40,REGISTER,FLAT,SOLD,S003", "62.40,GUESS,FLAT,SOLD,S003", "area_source code.unknown")]
    [InlineData("62.40,REGISTER,FLAT,SOLD,S003", "62.40,REGISTER,flat,SOLD,S003", "kind code.unknown")]
    [InlineData("62.40,REGISTER,FLAT,SOLD,S003", "62.40,REGISTER,FLAT,RENTED,S003", "sale_status code.unknown")]
    [InlineData("S003|样例业主003|13900000003", "", "owners unit.owner_missing")]
    [InlineData("S003|样例业主003|13900000003", "S003|样例业主003", "owners owner.malformed")]
    [InlineData("S003|样例业主003|13900000003", "|样例业主003|13900000003", "owners owner.ref")]
    [InlineData("S003|样例业主003|13900000003", "S003||13900000003", "owners owner.name")]
    [InlineData("S003|样例业主003|13900000003", "S003|样例业主003|call me", "owners owner.phone")]
    [InlineData("S003|样例业主003|13900000003", "S003|a|;S003|a|", "owners owner.ref_twice")]
    public async Task a_bad_cell_is_named_by_row_and_column(string text, string bad, string finding)
    {
        var csv = Good.Replace(text, bad, StringComparison.Ordinal);
        Assert.NotEqual(Good, csv);

        var answer = await RefusedAsync(csv, HttpStatusCode.UnprocessableEntity, "import.rows_refused");

        Assert.Equal([$"4 {finding}"], UnitImportTests.Findings(answer));
    }

    [Fact]
    public async Task findings_come_in_the_order_of_the_file()
    {
        var lines = UnitImportTests.LargeEstate(RegistryHost.Community, 6);
        lines[5] = lines[5].Replace(",90.00,", ",0,", StringComparison.Ordinal);
        lines[2] = lines[1];

        var answer = await RefusedAsync(string.Join('\n', lines), HttpStatusCode.UnprocessableEntity,
            "import.rows_refused");

        Assert.Equal(["3 room unit.twice", "6 area_m2 unit.area"], UnitImportTests.Findings(answer));
    }

    [Fact]
    public async Task at_most_a_thousand_findings_come_back()
    {
        var lines = UnitImportTests.LargeEstate(RegistryHost.Community, 1_500)
            .Select(line => line.Replace(",90.00,", ",0,", StringComparison.Ordinal));

        var answer = await RefusedAsync(string.Join('\n', lines), HttpStatusCode.UnprocessableEntity,
            "import.rows_refused");

        Assert.Equal(1_000, UnitImportTests.Findings(answer).Length);
    }

    [Theory]
    [InlineData("floor,", "", "import.column_missing")]
    [InlineData("floor,", "storey,", "import.column_missing")]
    [InlineData("floor,", "floor,colour,", "import.column_unknown")]
    [InlineData("floor,", "floor,floor,", "import.column_twice")]
    public async Task a_wrong_header_is_422(string text, string bad, string code)
    {
        var answer = await RefusedAsync(
            Good.Replace(text, bad, StringComparison.Ordinal), HttpStatusCode.UnprocessableEntity, "import.header");

        Assert.Contains(code, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_empty_file_another_media_type_and_a_missing_key_are_refused()
    {
        await RefusedAsync("", HttpStatusCode.UnprocessableEntity, "import.header");
        await RefusedAsync(Encoding.UTF8.GetBytes(Good), HttpStatusCode.BadRequest, "import.not_csv",
            "application/json");
        using var content = new StringContent(Good, Encoding.UTF8, "text/csv");
        using var response = await registry.Clerk.Http.PostAsync(
            "/api/v1/unit-imports", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private Task<Answer> RefusedAsync(string csv, HttpStatusCode status, string? code) =>
        RefusedAsync(Encoding.UTF8.GetBytes(csv), status, code);

    private async Task<Answer> RefusedAsync(byte[] csv, HttpStatusCode status, string? code, string type = "text/csv")
    {
        var answer = (await registry.ImportAsync(csv, mediaType: type)).Expect(status);
        if (code is not null) Assert.Equal(code, answer.Code);
        Assert.Equal(0, await registry.CountAsync("estates"));
        Assert.Equal(0, await registry.CountAsync("owners"));
        Assert.Equal(0, await registry.CountAsync("platform.outbox where type like '%Registered'"));
        return answer;
    }
}

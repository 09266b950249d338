using System.IO.Compression;
using System.Net;
using System.Text;
using CivicPlatform.Testing;

namespace CivicPlatform.Registry.Tests.UnitImports;

public sealed class UnitImportTests(RegistryHost registry) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task registers_the_sample_estate_with_its_totals()
    {
        var community = await registry.NewCommunityAsync();
        var answer = (await registry.ImportAsync(RegistryHost.Sample(community))).Expect(HttpStatusCode.Created);

        Assert.Equal(
            ("24", "24", "22", "1961.10", "0"),
            (answer["rows"], answer["units"], answer["owners"], answer["area"], answer["unchanged"]));
        var estate = (await registry.Clerk.GetAsync($"/api/v1/estates/{await registry.EstateOfAsync(community)}"))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(
            ("样例小区", community, "24", "1961.10", "\"v1\""),
            (estate["name"], estate["divisionCode"], estate["units"], estate["area"], estate.ETag));
    }

    [Fact]
    public async Task the_identical_file_again_is_unchanged_and_tells_nobody()
    {
        var community = await registry.NewCommunityAsync();
        (await registry.ImportAsync(RegistryHost.Sample(community))).Expect(HttpStatusCode.Created);
        var before = await registry.CountAsync("units");

        var again = (await registry.ImportAsync(RegistryHost.Sample(community))).Expect(HttpStatusCode.OK);

        Assert.Equal(
            ("24", "0", "0", "0.00", "24"),
            (again["rows"], again["units"], again["owners"], again["area"], again["unchanged"]));
        Assert.Equal(before, await registry.CountAsync("units"));
        var estate = await registry.Clerk.GetAsync($"/api/v1/estates/{await registry.EstateOfAsync(community)}");
        Assert.Equal("\"v1\"", estate.ETag);
    }

    [Fact]
    public async Task new_rows_are_added_beside_unchanged_ones()
    {
        var community = await registry.NewCommunityAsync();
        var lines = RegistryHost.Sample(community).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        (await registry.ImportAsync(string.Join('\n', lines[..11]))).Expect(HttpStatusCode.Created);

        var whole = (await registry.ImportAsync(string.Join('\n', lines))).Expect(HttpStatusCode.Created);

        Assert.Equal(("24", "14", "10"), (whole["rows"], whole["units"], whole["unchanged"]));
        var estate = await registry.Clerk.GetAsync($"/api/v1/estates/{await registry.EstateOfAsync(community)}");
        Assert.Equal(("24", "1961.10", "\"v2\""), (estate["units"], estate["area"], estate.ETag));
    }

    [Fact]
    public async Task a_unit_that_differs_is_409_by_row_and_column_and_nothing_is_stored()
    {
        var community = await registry.NewCommunityAsync();
        var csv = RegistryHost.Sample(community);
        (await registry.ImportAsync(csv)).Expect(HttpStatusCode.Created);
        var other = csv.Replace("2,,101,1,75.03", "2,,101,1,75.04", StringComparison.Ordinal)
            .Replace("1,1,201,2,62.40,REGISTER,FLAT,SOLD,S003|样例业主003|13900000003",
                "1,1,201,2,62.40,REGISTER,FLAT,SOLD,S004|样例业主004|13900000004", StringComparison.Ordinal)
            + $"{community},样例小区,3,,101,1,50.00,REGISTER,FLAT,SOLD,S999|新业主|\n";

        var answer = (await registry.ImportAsync(other)).ExpectProblem(HttpStatusCode.Conflict, "unit_imports.differs");

        Assert.Equal(["4 owners unit.differs", "14 area_m2 unit.differs"], Findings(answer));
        Assert.Equal(0, await registry.CountAsync($"units where division_code = '{community}' and building = '3'"));
    }

    [Fact]
    public async Task gb18030_bom_and_gzip_give_the_same_register()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var results = new List<string>();
        foreach (var encode in (Func<string, byte[]>[])[
            Encoding.UTF8.GetBytes,
            csv => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv)],
            Encoding.GetEncoding("GB18030").GetBytes])
        {
            var community = await registry.NewCommunityAsync();
            (await registry.ImportAsync(encode(RegistryHost.Sample(community)))).Expect(HttpStatusCode.Created);
            results.Add(await ContentOfAsync(community));
        }
        var zipped = await registry.NewCommunityAsync();
        (await PostGzipAsync(Gzip(RegistryHost.Sample(zipped)))).Expect(HttpStatusCode.Created);
        results.Add(await ContentOfAsync(zipped));

        Assert.Single(results.Distinct());
        Assert.Contains("样例小区", results[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task header_columns_may_stand_in_any_order()
    {
        var community = await registry.NewCommunityAsync();
        var reversed = RegistryHost.Sample(community).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => string.Join(',', line.Split(',').Reverse()));

        (await registry.ImportAsync(string.Join('\n', reversed))).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task the_same_key_gives_the_first_answer_again()
    {
        var community = await registry.NewCommunityAsync();
        var csv = Encoding.UTF8.GetBytes(RegistryHost.Sample(community));
        var first = await registry.Clerk.PostCsvAsync("/api/v1/unit-imports", csv, "same-key");
        var second = await registry.Clerk.PostCsvAsync("/api/v1/unit-imports", csv, "same-key");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, second.Status));
        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task an_area_that_is_wrong_in_row_777_is_found_there_and_nothing_is_stored()
    {
        var community = await registry.NewCommunityAsync();
        var lines = LargeEstate(community, 1_000);
        lines[776] = lines[776].Replace(",90.00,", ",90.005,", StringComparison.Ordinal); // Physical line 777.

        var answer = (await registry.ImportAsync(string.Join('\n', lines)))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "import.rows_refused");

        Assert.Equal(["777 area_m2 unit.area"], Findings(answer));
        Assert.Equal(0, await registry.CountAsync($"estates where division_code = '{community}'"));
        Assert.Equal(0, await registry.CountAsync("unit_import_rows"));
    }

    [Fact]
    public async Task a_duplicate_room_names_the_line_it_repeats()
    {
        var community = await registry.NewCommunityAsync();
        var lines = LargeEstate(community, 10);
        lines.Add(lines[3]);

        var answer = (await registry.ImportAsync(string.Join('\n', lines)))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "import.rows_refused");

        Assert.Equal(["12 room unit.twice"], Findings(answer));
        Assert.Contains("第 4 行", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task one_ref_for_two_people_is_refused_in_the_file_and_against_the_register()
    {
        var community = await registry.NewCommunityAsync();
        var lines = LargeEstate(community, 3);
        lines[2] = lines[2].Replace("L2|业主2|", "L1|别人|", StringComparison.Ordinal);
        lines[3] = lines[3].Replace("L3|业主3|", "L1|业主1|13800000000", StringComparison.Ordinal);
        Assert.Equal(
            ["3 owners owner.other_person", "4 owners owner.other_person"],
            Findings(await registry.ImportAsync(string.Join('\n', lines))));

        (await registry.ImportAsync(string.Join('\n', LargeEstate(community, 1)))).Expect(HttpStatusCode.Created);
        var later = LargeEstate(community, 2);
        later.RemoveAt(1);
        later[1] = later[1].Replace("L2|业主2|", "L1|别人|", StringComparison.Ordinal);
        var refused = (await registry.ImportAsync(string.Join('\n', later)))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "import.rows_refused");
        Assert.Equal(["2 owners owner.other_person"], Findings(refused));
        Assert.DoesNotContain("别人", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("999999999999")]
    [InlineData("110114009999")]
    public async Task an_unknown_division_is_422(string division)
    {
        var answer = (await registry.ImportAsync(RegistryHost.Sample(division)))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "import.rows_refused");

        Assert.Equal(24, Findings(answer).Length);
        Assert.Equal("2 division_code division.unknown", Findings(answer)[0]);
    }

    [Fact]
    public async Task another_street_offices_clerk_sees_404_and_only_street_clerks_import()
    {
        var community = await registry.NewCommunityAsync();
        var csv = RegistryHost.Sample(community);

        (await registry.ImportAsync(csv, registry.OtherClerk))
            .ExpectProblem(HttpStatusCode.NotFound, "division.not_found");
        (await registry.ImportAsync(csv, registry.Service.As("auditor", RegistryHost.Street)))
            .Expect(HttpStatusCode.Forbidden);
        (await registry.ImportAsync(csv, registry.Service.Anonymous())).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal(0, await registry.CountAsync($"estates where division_code = '{community}'"));
    }

    [Fact]
    public async Task a_districts_clerk_may_be_the_first_to_write_in_a_street()
    {
        await registry.AddCommunityAsync("110114013901", "区级导入社区");
        var district = registry.Service.As("street-clerk", "110114");

        (await registry.ImportAsync(RegistryHost.Sample("110114013901"), district)).Expect(HttpStatusCode.Created);
    }

    private async Task<string> ContentOfAsync(string community)
    {
        var id = await registry.EstateOfAsync(community);
        var estate = await registry.Clerk.GetAsync($"/api/v1/estates/{id}");
        var units = await registry.Clerk.GetAsync($"/api/v1/estates/{id}/units?limit=200");
        var rows = units.Json.GetProperty("items").EnumerateArray().Select(u => string.Join('|',
            u.EnumerateObject().Where(p => p.Name is not ("id" or "estateId")).Select(p => p.Value.ToString())));
        return estate["name"] + string.Join('\n', rows);
    }

    private async Task<Answer> PostGzipAsync(byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/unit-imports")
        {
            Content = new ByteArrayContent(body)
            {
                Headers = { { "Content-Type", "text/csv" }, { "Content-Encoding", "gzip" } },
            },
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
        };
        using var response = await registry.Clerk.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, bytes, response.Content.Headers.ContentType?.MediaType, null, null);
    }

    private static byte[] Gzip(string text)
    {
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Fastest)) zip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }

    [Fact]
    public async Task a_gzip_that_is_cut_short_is_400_and_nothing_is_stored()
    {
        var community = await registry.NewCommunityAsync();
        var zipped = Gzip(string.Join('\n', LargeEstate(community, 2_000)));

        (await PostGzipAsync(zipped[..(zipped.Length / 2)])).Expect(HttpStatusCode.BadRequest);

        Assert.Equal(0, await registry.CountAsync($"estates where division_code = '{community}'"));
    }

    internal static List<string> LargeEstate(string community, int units)
    {
        var lines = new List<string>(units + 1)
        {
            "division_code,estate,building,entrance,room,floor,area_m2,area_source,kind,sale_status,owners",
        };
        for (var i = 1; i <= units; i++)
        {
            var place = $"{community},大小区,{1 + i / 200},{1 + i / 50 % 4},{i},{1 + i % 30}";
            lines.Add($"{place},90.00,REGISTER,FLAT,SOLD,L{i}|业主{i}|");
        }
        return lines;
    }

    internal static string[] Findings(Answer answer) =>
        [.. answer.Json.GetProperty("errors").EnumerateArray().Select(e =>
            $"{e.GetProperty("row")} {e.GetProperty("column").GetString()} {e.GetProperty("code").GetString()}")];
}

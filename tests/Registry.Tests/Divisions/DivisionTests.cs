using System.Net;

namespace CivicPlatform.Registry.Tests.Divisions;

public sealed class DivisionTests(RegistryHost registry) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task the_sample_stands_with_levels_and_parents()
    {
        var street = (await registry.Clerk.GetAsync("/api/v1/divisions/110114009")).Expect(HttpStatusCode.OK);

        Assert.Equal(
            ("天通苑南街道", "110114", "street", "\"v1\""), (street["name"], street["parent"], street["level"], street.ETag));
        (await registry.Clerk.GetAsync("/api/v1/divisions/110114009", ("If-None-Match", "\"v1\"")))
            .Expect(HttpStatusCode.NotModified);
        (await registry.Clerk.GetAsync("/api/v1/divisions/999999"))
            .ExpectProblem(HttpStatusCode.NotFound, "division.not_found");
    }

    [Fact]
    public async Task a_list_is_paged_by_code()
    {
        var codes = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var page = (await registry.Clerk.GetAsync($"/api/v1/divisions?parent=110114&limit=5{after}"))
                .Expect(HttpStatusCode.OK);
            codes.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(i =>
                i.GetProperty("code").GetString()!));
            after = page.Json.TryGetProperty("next", out var next) ? $"&after={next.GetString()}" : null;
        }
        Assert.Equal(14, codes.Count);
        Assert.Equal(codes.Order(), codes);
        (await registry.Clerk.GetAsync("/api/v1/divisions?after=!"))
            .ExpectProblem(HttpStatusCode.BadRequest, "request.cursor_malformed");
        (await registry.Clerk.GetAsync("/api/v1/divisions?level=planet")).Expect(HttpStatusCode.BadRequest);
        var provinces = (await registry.Clerk.GetAsync("/api/v1/divisions?level=province")).Expect(HttpStatusCode.OK);
        Assert.Equal(2, provinces.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task a_street_office_keeps_its_own_communities_only()
    {
        var body = new { name = "新社区", parent = "110114009" };
        var added = (await registry.Clerk.PutAsync("/api/v1/divisions/110114009801", body))
            .Expect(HttpStatusCode.Created);
        Assert.Equal("\"v1\"", added.ETag);
        (await registry.Clerk.PutAsync("/api/v1/divisions/110114009801", body)).Expect(HttpStatusCode.OK);

        (await registry.OtherClerk.PutAsync("/api/v1/divisions/110114009802", body)).Expect(HttpStatusCode.NotFound);
        (await registry.Clerk.PutAsync("/api/v1/divisions/110114009", new { name = "街道", parent = "110114" }))
            .ExpectProblem(HttpStatusCode.Forbidden, "division.not_yours");
        (await registry.Clerk.PutAsync("/api/v1/divisions/110114009803", new { name = "x", parent = "110114010" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "division.wrong_parent");
        (await registry.Clerk.PutAsync("/api/v1/divisions/11011400980", body)).Expect(HttpStatusCode.BadRequest);
        (await registry.Clerk.PutAsync("/api/v1/divisions/110114009803", new { name = " ", parent = "110114009" }))
            .Expect(HttpStatusCode.BadRequest);
        var bidi = new { name = "a\u202Eb", parent = "110114009" };
        (await registry.Clerk.PutAsync("/api/v1/divisions/110114009803", bidi)).Expect(HttpStatusCode.BadRequest);
        (await registry.Admin.PutAsync("/api/v1/divisions/440305001", new { name = "x", parent = "440305" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "division.unknown_parent");
    }

    [Fact]
    public async Task a_new_street_office_starts_before_the_national_list_knows_it() =>
        await registry.AddCommunityAsync("440305099901", "先行社区");

    [Fact]
    public async Task a_rename_needs_the_present_version()
    {
        const string Path = "/api/v1/divisions/110114009804";
        (await registry.Clerk.PutAsync(Path, new { name = "旧名", parent = "110114009" })).Expect(HttpStatusCode.Created);
        var body = new { name = "新名", parent = "110114009" };

        (await registry.Clerk.PutAsync(Path, body)).Expect((HttpStatusCode)428);
        (await registry.Clerk.PutAsync(Path, body, ("If-Match", "\"v9\""))).Expect(HttpStatusCode.PreconditionFailed);
        var renamed = (await registry.Clerk.PutAsync(Path, body, ("If-Match", "\"v1\""))).Expect(HttpStatusCode.OK);
        Assert.Equal(("新名", "2", "\"v2\""), (renamed["name"], renamed["version"], renamed.ETag));
    }

    [Fact]
    public async Task a_file_renames_and_leaves_the_rest_unchanged()
    {
        var answer = (await registry.Admin.PostCsvAsync("/api/v1/division-imports",
            """
            code,name,areaCode,provinceCode,cityCode
            110114012,"龙泽园新街道",110114,11,1101
            110114013,"史各庄街道",110114,11,1101
            """u8.ToArray()))
            .Expect(HttpStatusCode.Created);

        Assert.Equal(("2", "0", "1", "1"), (answer["rows"], answer["new"], answer["renamed"], answer["unchanged"]));
    }

    [Fact]
    public async Task bad_rows_are_named_and_nothing_is_stored()
    {
        var answer = (await registry.Admin.PostCsvAsync("/api/v1/division-imports",
            """
            code,name,provinceCode
            1201,"市辖区",12
            12x,"x",12
            1202,"",12
            1203,"y",13
            1201,"z",12
            """u8.ToArray()))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "import.rows_refused");

        var findings = answer.Json.GetProperty("errors").EnumerateArray().Select(e =>
            $"{e.GetProperty("row")} {e.GetProperty("code")}");
        Assert.Equal(["3 division.malformed", "4 text.required", "5 division.wrong_parent", "6 division.twice"],
            findings);
        Assert.Equal(0, await registry.CountAsync("divisions where code like '12%'"));
        (await registry.Clerk.PostCsvAsync("/api/v1/division-imports", "code,name\n12,x\n"u8.ToArray()))
            .Expect(HttpStatusCode.Forbidden);
    }
}

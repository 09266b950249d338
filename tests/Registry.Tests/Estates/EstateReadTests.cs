using CivicPlatform.Kernel;
using System.Net;
using CivicPlatform.Registry.Estates;
using CivicPlatform.Testing;

namespace CivicPlatform.Registry.Tests.Estates;

public sealed class EstateReadTests(RegistryHost registry) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task units_are_listed_in_natural_order_page_by_page()
    {
        var id = await ImportedAsync();
        var keys = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var page = (await registry.Clerk.GetAsync($"/api/v1/estates/{id}/units?limit=7{after}"))
                .Expect(HttpStatusCode.OK);
            keys.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(
                u => $"{u.GetProperty("building")}-{u.GetProperty("entrance")}-{u.GetProperty("room")}"));
            after = page.Json.TryGetProperty("next", out var next) ? $"&after={next.GetString()}" : null;
        }
        Assert.Equal(24, keys.Distinct().Count());
        Assert.Equal(("1-1-101", "1-2-101", "2--602"), (keys[0], keys[6], keys[^1]));
    }

    [Theory]
    [InlineData("building=2", 12)]
    [InlineData("building=1&entrance=2", 6)]
    [InlineData("kind=SHOP", 2)]
    [InlineData("saleStatus=UNSOLD", 2)]
    [InlineData("ownerRef=S009", 3)]
    [InlineData("ownerRef=S006B", 1)]
    public async Task units_are_filtered_by_what_people_ask_for(string filter, int count)
    {
        var id = await ImportedAsync();
        var page = (await registry.Clerk.GetAsync($"/api/v1/estates/{id}/units?{filter}")).Expect(HttpStatusCode.OK);
        Assert.Equal(count, page.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task a_unit_shows_its_holders_masked()
    {
        var id = await ImportedAsync();
        var list = await registry.Clerk.GetAsync($"/api/v1/estates/{id}/units?ownerRef=S006");
        var unitId = list.Json.GetProperty("items")[0].GetProperty("id").GetString();

        var unit = (await registry.Clerk.GetAsync($"/api/v1/units/{unitId}")).Expect(HttpStatusCode.OK);

        Assert.Equal("\"v1\"", unit.ETag);
        Assert.Equal("""[{"ref":"S006","name":"样**","phone":"139****0006"},{"ref":"S006B","name":"样**"}]""",
            unit.Json.GetProperty("owners").GetRawText());
        Assert.Equal("""["S006","S006B"]""", unit.Json.GetProperty("unit").GetProperty("ownerRefs").GetRawText());
        (await registry.Clerk.GetAsync($"/api/v1/units/{unitId}", ("If-None-Match", "\"v1\"")))
            .Expect(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task buildings_carry_their_totals()
    {
        var id = await ImportedAsync();
        var answer = (await registry.Clerk.GetAsync($"/api/v1/estates/{id}/buildings")).Expect(HttpStatusCode.OK);
        Assert.Equal(
            """[{"code":"1","entrances":["1","2"],"units":12,"area":"903.30"},""" +
            """{"code":"2","entrances":[""],"units":12,"area":"1057.80"}]""",
            answer.Json.GetProperty("items").GetRawText());
    }

    [Fact]
    public async Task another_street_office_sees_nothing_and_an_owner_may_not_read()
    {
        var id = await ImportedAsync();
        var list = await registry.Clerk.GetAsync($"/api/v1/estates/{id}/units?limit=1");
        var unit = list.Json.GetProperty("items")[0].GetProperty("id").GetString();

        foreach (var path in (string[])[$"estates/{id}", $"estates/{id}/units", $"estates/{id}/buildings",
            $"units/{unit}"])
        {
            (await registry.OtherClerk.GetAsync($"/api/v1/{path}")).Expect(HttpStatusCode.NotFound);
            (await registry.Service.As("owner", RegistryHost.Street).GetAsync($"/api/v1/{path}"))
                .Expect(HttpStatusCode.Forbidden);
        }
        var estates = (await registry.OtherClerk.GetAsync("/api/v1/estates")).Expect(HttpStatusCode.OK);
        Assert.Equal(0, estates.Json.GetProperty("items").GetArrayLength());
        var narrowed = await registry.Service.As("community-worker", "110114009777").GetAsync("/api/v1/estates");
        Assert.Equal(0, narrowed.Json.GetProperty("items").GetArrayLength());
        await Eventually.Async(async () => // A district's streets are known anew every five seconds.
        {
            var district = await registry.Service.As("district-supervisor",
                "110114").GetAsync("/api/v1/estates?limit=1");
            Assert.Equal(1, district.Json.GetProperty("items").GetArrayLength());
        });
    }

    [Fact]
    public async Task the_database_itself_hides_other_streets_from_the_services_login()
    {
        await ImportedAsync();
        await using var connection = new Npgsql.NpgsqlConnection(registry.Service.Database.App);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var table in (string[])["estates", "buildings", "entrances", "units", "owners", "holdings"])
        {
            await using var command = new Npgsql.NpgsqlCommand(
                $"select set_config('app.scope', '110114010', false); select count(*) from {table}", connection);
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            await reader.NextResultAsync(TestContext.Current.CancellationToken);
            await reader.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal((table, 0), (table, reader.GetInt64(0)));
        }
    }

    [Fact]
    public void sort_keys_keep_the_natural_order()
    {
        string[] codes = ["", "1", "2", "9", "10", "101", "101A", "1001", "0", "007", "A", "A1", "A2", "A10", "B",
            "甲", "甲1", "甲乙"];
        Assert.Equal(codes.Order(NaturalOrder.Instance), codes.Order(NaturalOrder.Instance)
            .OrderBy(code => SortKey.Of(code), StringComparer.Ordinal));
    }

    private async Task<string> ImportedAsync()
    {
        var community = await registry.NewCommunityAsync();
        (await registry.ImportAsync(RegistryHost.Sample(community))).Expect(HttpStatusCode.Created);
        return await registry.EstateOfAsync(community);
    }
}

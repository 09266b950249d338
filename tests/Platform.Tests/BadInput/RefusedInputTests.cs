using System.Text;
using CivicPlatform.Platform.Tests.LiftOverhaul;

namespace CivicPlatform.Platform.Tests.BadInput;

/// <summary>Bad input through the gateway: each a problem that names what is wrong, and nothing is stored.</summary>
public sealed class RefusedInputTests(RegisteredEstate estate) : IClassFixture<RegisteredEstate>
{
    private readonly LiftOverhaulStory _story = estate.Story;

    private string[] Lines => Encoding.UTF8.GetString(_story.File("units.csv")).TrimEnd().Split('\n');

    [Fact]
    public async Task a_wrong_area_in_row_777_is_found_there()
    {
        var second = $"{_story.Street}902";
        var lines = Lines.Select(l => l.Replace(_story.Community, second, StringComparison.Ordinal)).ToArray();
        (await _story.Clerk.PutAsync($"/api/v1/divisions/{second}", new { name = "二社区", parent = _story.Street }))
            .Expect(HttpStatusCode.Created);
        lines[776] = string.Join(',', lines[776].Split(',').Select((cell, i) => i == 6 ? "12.345" : cell));

        var refused = await ImportUnitsAsync(lines);
        refused.Expect(HttpStatusCode.UnprocessableEntity);
        var finding = refused.Json.GetProperty("errors")[0];
        var place = (finding.GetProperty("row").GetInt32(), finding.GetProperty("column").GetString());
        Assert.Equal((777, "area_m2"), place);
        var estates = await _story.Clerk.GetAsync($"/api/v1/estates?division={second}");
        Assert.Empty(estates.Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task a_duplicate_room_an_unknown_division_and_wrong_encodings_are_refused()
    {
        var twice = Lines[..2].Append(Lines[1].Replace(",REGISTER,", ",SURVEY,", StringComparison.Ordinal));
        (await ImportUnitsAsync([.. twice])).Expect(HttpStatusCode.UnprocessableEntity);
        var unknown = Lines[..2].Select(l => l.Replace(_story.Community, "110114999901", StringComparison.Ordinal));
        (await ImportUnitsAsync([.. unknown])).Expect(HttpStatusCode.UnprocessableEntity);
        (await _story.Clerk.PostCsvAsync("/api/v1/unit-imports", [0xFF, 0xFF, 0x80, 0x81, 0x00]))
            .Expect(HttpStatusCode.BadRequest);
        (await ImportUnitsAsync([Lines[0], new string('9', 50_000_000)])).Expect(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task a_token_of_another_office_finds_nothing()
    {
        var other = _story.Platform.As("street-clerk", "110105001");
        (await other.GetAsync($"/api/v1/estates/{_story.EstateId}")).Expect(HttpStatusCode.NotFound);
        (await other.PostAsync("/api/v1/rolls", new { estateId = _story.EstateId, scope = new { kind = "AREA" } }))
            .Expect(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("0.001"), InlineData("NaN"), InlineData("1e3"), InlineData("１.00")]
    [InlineData("12345678901234567890123456789012")]
    public async Task an_amount_that_is_none_is_refused(string amount)
    {
        if (estate.AccountId == Guid.Empty) estate.AccountId = await _story.OpenAccountAsync();
        var line = new
        {
            bankSerial = "X1",
            bookedAt = "2023-07-01 10:00:00",
            amount,
            counterparty = "甲",
            memo = "4-1-101",
        };
        var refused = await _story.Manager.PostAsync($"/api/v1/accounts/{estate.AccountId}/bank-lines", line);
        Assert.True((int)refused.Status is 400 or 422, refused.Text);
        Assert.Equal(0L, await _story.Platform.QueryAsync<long>("funds",
            $"select count(*) from bank_lines where account_id = '{estate.AccountId}'"));
    }

    [Theory]
    [InlineData("\"a\\u0000b\""), InlineData("\"a\\u202eb\"")]
    public async Task hidden_characters_and_unknown_properties_are_refused(string description)
    {
        var json = $$$"""
            {"divisionCode":"{{{_story.Community}}}","channel":"WINDOW","type":"HELP","matter":"LIFT",
             "description":{{{description}}},"reporter":{"name":"居民","phone":"13800000000"}}
            """;
        (await _story.Clerk.PostJsonAsync("/api/v1/cases", json))
            .ExpectProblem(HttpStatusCode.BadRequest, "request.malformed");
        (await _story.Clerk.PostJsonAsync("/api/v1/cases", """{"unknown":1}"""))
            .ExpectProblem(HttpStatusCode.BadRequest, "request.malformed");
    }

    [Fact]
    public async Task a_token_without_a_signature_is_refused()
    {
        const string header = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
        const string payload = "eyJzdWIiOiJ4Iiwicm9sZXMiOlsic3RyZWV0LWNsZXJrIl19";
        (await _story.Platform.WithToken($"{header}.{payload}.").GetAsync("/api/v1/cases"))
            .ExpectProblem(HttpStatusCode.Unauthorized, "auth.token_invalid");
    }

    [Fact]
    public async Task the_gateway_answers_in_the_same_form()
    {
        (await _story.Clerk.GetAsync("/api/v1/unheard-of")).Expect(HttpStatusCode.NotFound);
        Assert.Equal("application/problem+json", (await _story.Clerk.GetAsync("/api/v1/unheard-of")).MediaType);
        var large = await _story.Clerk.PostJsonAsync("/api/v1/cases", $"{{\"a\":\"{new string('x', 2_000_000)}\"}}");
        large.Expect(HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal("application/problem+json", large.MediaType);
    }

    private Task<Answer> ImportUnitsAsync(string[] lines) =>
        _story.Clerk.PostCsvAsync("/api/v1/unit-imports", Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
}

/// <summary>An estate that is only registered.</summary>
public sealed class RegisteredEstate(PlatformFixture platform) : IAsyncLifetime
{
    public LiftOverhaulStory Story { get; private set; } = null!;

    public Guid AccountId { get; set; }

    public async ValueTask InitializeAsync() => Story = await LiftOverhaulStory.RegisteredAsync(platform);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

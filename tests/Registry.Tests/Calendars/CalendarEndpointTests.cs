using System.Net;

namespace CivicPlatform.Registry.Tests.Calendars;

public sealed class CalendarEndpointTests(RegistryHost registry) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task anybody_may_preview_a_deadline_without_token_or_key()
    {
        using var content = new StringContent(
            """{"rule":"PUBLICITY","profile":"BJ","from":"2024-09-20"}""", System.Text.Encoding.UTF8,
                "application/json");
        using var response = await registry.Service.Anonymous().Http.PostAsync(
            "/api/v1/deadlines:preview", content, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith(
            """{"rule":"PUBLICITY","profile":"BJ","from":"2024-09-20","lastDay":"2024-10-10",""",
            text, StringComparison.Ordinal);
        Assert.Contains(
            """
            "endsAt":"2024-10-10T16:00:00Z","notCounted":[{"date":"2024-09-20","reason":"START_DAY"}
            """,
            text, StringComparison.Ordinal);
        Assert.DoesNotContain("yearsWithoutCalendar", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"rule":"PUBLICITY","profile":"XX","from":"2024-09-20"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"rule":"PUBLICITY","profile":"BJ","from":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"rule":"PUBLICITY","profile":"BJ"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"rule":"PUBLICITY","profile":"BJ","from":"2024-09-20","days":3}""", HttpStatusCode.BadRequest)]
    public async Task bad_previews_are_problems(string json, HttpStatusCode status) =>
        Assert.NotNull((await registry.Service.Anonymous().PostJsonAsync("/api/v1/deadlines:preview", json))
            .Expect(status).Code);

    [Fact]
    public async Task the_civil_clock_of_a_street_goes_forward_only_and_tells_so()
    {
        var path = $"/api/v1/civil-clocks/{RegistryHost.Street}";
        var first = (await registry.Clerk.PutAsync(path, new { advanceDays = 10 })).Expect(HttpStatusCode.OK);
        Assert.Equal(("864000", "1"), (first["offsetSeconds"], first["version"]));

        var target = DateTimeOffset.UtcNow.AddDays(20);
        var second = (await registry.Clerk.PutAsync(path, new { now = target })).Expect(HttpStatusCode.OK);
        Assert.Equal("2", second["version"]);
        (await registry.Clerk.PutAsync(path, new { now = DateTimeOffset.UtcNow }))
            .ExpectProblem(HttpStatusCode.Conflict, "civil_clocks.backward");

        var offset = await registry.CountAsync("platform.civil_clock where street_code = '110114010'");
        Assert.Equal(0, offset); // Another street's clock stands still.
    }

    [Fact]
    public async Task a_clock_needs_one_wish_and_the_own_street()
    {
        var path = $"/api/v1/civil-clocks/{RegistryHost.Street}";
        (await registry.Clerk.PutAsync(path, new { })).ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        (await registry.Clerk.PutAsync(path, new { advanceDays = 0 })).Expect(HttpStatusCode.BadRequest);
        (await registry.Clerk.PutAsync(path, new { advanceDays = 1, now = DateTimeOffset.UtcNow }))
            .Expect(HttpStatusCode.BadRequest);
        (await registry.OtherClerk.PutAsync(path, new { advanceDays = 1 })).Expect(HttpStatusCode.NotFound);
        (await registry.Service.As("owner", RegistryHost.Street).PutAsync(path, new { advanceDays = 1 }))
            .Expect(HttpStatusCode.Forbidden);
    }
}

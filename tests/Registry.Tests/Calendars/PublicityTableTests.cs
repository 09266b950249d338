using System.Net;

namespace CivicPlatform.Registry.Tests.Calendars;

/// <summary>
/// The table of domain.md 1.6 through REST: what every profile says of notice and posting, and which days did not
/// count. The days were counted by hand on the State Council's calendar of 2024, not with the code under test.
/// </summary>
public sealed class PublicityTableTests(RegistryHost registry) : IClassFixture<RegistryHost>
{
    private const string Golden = "10-01H 10-02H 10-03H 10-04H 10-05H 10-06H 10-07H";

    // From Friday 20 September 2024. 29 September is worked, 1 to 7 October are the holiday, 12 October is worked.
    [Theory, Trait("rule", "PUB-01"), Trait("rule", "TIME-01"), Trait("rule", "TIME-02")]
    [InlineData("CN-DEFAULT", "PUBLICITY", null, "2024-09-27", "09-20S")]
    [InlineData("BJ", "PUBLICITY", null, "2024-10-10", $"09-20S 09-21R 09-22R 09-28R {Golden}")]
    [InlineData("SH", "PUBLICITY", null, "2024-10-21", "09-20S 10-20R")]
    [InlineData("HZ", "PUBLICITY", null, "2024-09-27", "09-20S")]
    [InlineData("JN-LAIWU", "PUBLICITY", null, "2024-10-08", "09-20S 10-05H 10-06H 10-07H")]
    [InlineData("SD-12345", "PUBLICITY", null, "2024-09-27", "09-20S")]
    [InlineData("HUZ", "PUBLICITY", null, "2024-09-27", "09-20S")]
    [InlineData("LC", "PUBLICITY", null, "2024-09-27", "09-20S")]
    [InlineData("WZ", "PUBLICITY", null, "2024-09-27", "09-20S")]
    [InlineData("ZB", "PUBLICITY", null, "2024-09-27", "09-20S")]
    [InlineData("ZHUHAI", "PUBLICITY", null, "2024-09-27", "09-20S")]
    [InlineData("ZZ", "PUBLICITY", null, "2024-09-27", "09-20S")]
    [InlineData("CN-DEFAULT", "NOTICE", null, "2024-10-08", "09-20S 10-05H 10-06H 10-07H")]
    [InlineData("BJ", "NOTICE", null, "2024-10-08", "09-20S 10-05H 10-06H 10-07H")]
    [InlineData("SH", "NOTICE", null, "2024-10-08", "09-20S 10-05H 10-06H 10-07H")]
    [InlineData("HZ", "NOTICE", null, "2024-10-08", "09-20S 10-05H 10-06H 10-07H")]
    [InlineData("HZ", "NOTICE", "REGULAR", "2024-10-08", "09-20S 10-05H 10-06H 10-07H")]
    [InlineData("HZ", "NOTICE", "EXTRAORDINARY", "2024-09-27", "09-20S")]
    [InlineData("JN-LAIWU", "NOTICE", null, "2024-10-08", "09-20S 10-05H 10-06H 10-07H")]
    [InlineData("SD-12345", "NOTICE", null, "2024-10-08", "09-20S 10-05H 10-06H 10-07H")]
    [InlineData("HUZ", "NOTICE", null, "2024-10-08", "09-20S 10-05H 10-06H 10-07H")]
    [InlineData("LC", "NOTICE", null, "2024-10-08", "09-20S 10-05H 10-06H 10-07H")]
    [InlineData("WZ", "NOTICE", null, "2024-10-08", "09-20S 10-05H 10-06H 10-07H")]
    [InlineData("ZB", "NOTICE", null, "2024-10-08", "09-20S 10-05H 10-06H 10-07H")]
    [InlineData("ZHUHAI", "NOTICE", null, "2024-10-08", "09-20S 10-05H 10-06H 10-07H")]
    [InlineData("ZZ", "NOTICE", null, "2024-10-08", "09-20S 10-05H 10-06H 10-07H")]
    public async Task every_profile_ends_on_the_day_that_was_counted_by_hand(
        string profile, string rule, string? kind, string lastDay, string notCounted)
    {
        var answer = (await registry.Service.Anonymous().PostAsync(
            "/api/v1/deadlines:preview", new { rule, profile, from = "2024-09-20", kind })).Expect(HttpStatusCode.OK);

        var uncounted = answer.Json.GetProperty("notCounted").EnumerateArray().Select(day =>
            $"{day.GetProperty("date").GetString()![5..]}{day.GetProperty("reason").GetString()![0]}");
        Assert.Equal((lastDay, notCounted), (answer["lastDay"], string.Join(' ', uncounted)));
        Assert.Equal($"{lastDay}T16:00:00Z", answer["endsAt"]);
    }

    // A profile that is added without a row above is a profile whose law nobody has counted by hand.
    [Fact]
    public void no_profile_is_left_out() => Assert.Equal(
        ["BJ", "CN-DEFAULT", "HUZ", "HZ", "JN-LAIWU", "LC", "SD-12345", "SH", "WZ", "ZB", "ZHUHAI", "ZZ"],
        Registry.Calendars.PreviewDeadline.Profiles);

    [Theory]
    [InlineData("""{"rule":"NOTICE","profile":"BJ","from":"2024-09-20","kind":"EXTRAORDINARY"}""", 422)]
    [InlineData("""{"rule":"NOTICE","profile":"BJ","from":"2024-09-31"}""", 400)]
    [InlineData("""{"rule":"NOTICE","profile":null,"from":[]}""", 400)]
    [InlineData("""["NOTICE"]""", 400)]
    public async Task bad_input_is_a_problem(string json, int status)
    {
        var answer = await registry.Service.Anonymous().PostJsonAsync("/api/v1/deadlines:preview", json);

        Assert.Equal((status, "application/problem+json"), ((int)answer.Status, answer.MediaType));
    }
}

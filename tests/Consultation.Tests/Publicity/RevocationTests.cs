using System.Net;
using CivicPlatform.Consultation.Publicity;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.ServiceDefaults.Auth;

namespace CivicPlatform.Consultation.Tests.Publicity;

/// <summary>What authorities and courts do to a decision in force (PUB-04).</summary>
public sealed class RevocationTests(ConsultationService service)
{
    [Theory, Trait("rule", "PUB-04"), Trait("rule", "EVT-01")]
    [InlineData("REVOKED_ADMIN")]
    [InlineData("REVOKED_COURT")]
    public async Task a_revocation_is_kept_shown_and_told_once(string ground)
    {
        using var told = await service.ListenAsync<DecisionRevoked>();
        var posted = await EffectiveAsync();
        var (body, key) = (Order(ground, await TodayAsync(posted)), $"{Guid.NewGuid()}");

        var revoked = await posted.Office.Clerk.PostAsync(Path(posted), body, key);
        revoked.Expect(HttpStatusCode.Created);
        Assert.Equal(revoked.Id, (await posted.Office.Clerk.PostAsync(Path(posted), body, key)).Id);

        var heard = await told.SingleAsync(e => e.DecisionId == posted.Decision);
        Assert.Equal((posted.Motion, ground), (heard.AggregateId, heard.Ground));
        var read = await posted.Office.Clerk.GetAsync($"/api/v1/decisions/{posted.Decision}");
        Assert.Equal(ground, read["status"]);
        Assert.Equal("某区人民法院", read.Json.GetProperty("revocations")[0].GetProperty("authority").GetString());
        await Testing.Eventually.Async(async () => Assert.Equal(1L, await service.Host.QueryAsync<long>(
            $"select count(*) from platform.seal_blocks where chain = 'revocations' and '{revoked.Id}' = any(keys)")));
        var again = await posted.Office.Clerk.PostAsync(Path(posted), body);
        again.ExpectProblem(HttpStatusCode.Conflict, "decisions.not_in_force");
        Assert.Equal("PUB-04", again.Rule);
    }

    [Fact, Trait("rule", "PUB-04")]
    public async Task an_order_to_correct_tells_nobody_and_may_end_in_a_revocation()
    {
        using var told = await service.ListenAsync<DecisionRevoked>();
        var posted = await EffectiveAsync();
        var today = await TodayAsync(posted);

        (await posted.Office.Clerk.PostAsync(Path(posted), Order("CORRECTION_ORDERED", today)))
            .Expect(HttpStatusCode.Created);
        (await posted.Office.Clerk.PostAsync(Path(posted), Order("CORRECTION_ORDERED", today)))
            .ExpectProblem(HttpStatusCode.Conflict, "decisions.not_in_force");
        Assert.Equal("CORRECTION_ORDERED",
            (await posted.Office.Clerk.GetAsync($"/api/v1/decisions/{posted.Decision}"))["status"]);
        (await posted.Office.Clerk.PostAsync(Path(posted), Order("REVOKED_ADMIN", today)))
            .Expect(HttpStatusCode.Created);

        Assert.Equal("REVOKED_ADMIN", (await told.SingleAsync(e => e.DecisionId == posted.Decision)).Ground);
    }

    [Fact, Trait("rule", "PUB-04"), Trait("rule", "TIME-01")]
    public async Task an_owner_has_a_year_from_the_end_of_publicity()
    {
        var pending = await PostedResult.OfAsync(service);
        var read = await pending.Office.Clerk.GetAsync($"/api/v1/decisions/{pending.Decision}");
        Assert.False(read.Json.TryGetProperty("revocableUntil", out _));

        var posted = await EffectiveAsync();

        read = await posted.Office.Clerk.GetAsync($"/api/v1/decisions/{posted.Decision}");
        var lastDay = (await posted.Office.Clerk.GetAsync(posted.Path)).Json.GetProperty("lastDay").GetString()!;
        Assert.Equal($"{Decision.RevocableUntil(Day(lastDay)):yyyy-MM-dd}", read["revocableUntil"]);
    }

    [Theory, Trait("rule", "PUB-04"), Trait("rule", "TIME-01")]
    [InlineData("2025-03-10", "2026-03-10")]
    [InlineData("2024-02-29", "2025-02-28")]
    [InlineData("2024-05-01", "2025-05-06")] // The first of May rests until the fifth.
    public void the_year_ends_on_a_working_day(string lastDay, string until) =>
        Assert.Equal(Day(until), Decision.RevocableUntil(Day(lastDay)));

    [Fact, Trait("rule", "PUB-04")]
    public async Task only_what_is_in_force_is_revoked_by_those_who_may()
    {
        var (posted, other) = (await PostedResult.OfAsync(service), service.NewOffice());
        var order = Order("REVOKED_COURT", await TodayAsync(posted));

        (await posted.Office.Clerk.PostAsync(Path(posted), order))
            .ExpectProblem(HttpStatusCode.Conflict, "decisions.not_in_force");
        (await other.Clerk.PostAsync(Path(posted), order)).Expect(HttpStatusCode.NotFound);
        // The district's order is recorded by the street's clerk: who looks changes nothing.
        foreach (var role in (string[])[Roles.CommunityWorker, Roles.Owner, Roles.DistrictSupervisor])
            (await posted.Office.As(role).PostAsync(Path(posted), order)).Expect(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("""{"ground":"EFFECTIVE","authority":"法院","documentHash":"HASH","decidedOn":"TODAY"}""", 400)]
    [InlineData("""{"ground":"REVOKED_COURT","authority":"","documentHash":"HASH","decidedOn":"TODAY"}""", 400)]
    [InlineData("""{"ground":"REVOKED_COURT","authority":"法院","documentHash":"AB","decidedOn":"TODAY"}""", 400)]
    [InlineData("""{"ground":"REVOKED_COURT","authority":"法院","documentHash":"HASH","decidedOn":"2099-01-01"}""", 422)]
    [InlineData("""{"ground":"REVOKED_COURT","authority":"法院","documentHash":"HASH","decidedOn":"2020-01-01"}""", 422)]
    [InlineData("""{"ground":"REVOKED_COURT","authority":"法院","documentHash":"HASH"}""", 400)]
    public async Task bad_input_revokes_nothing(string json, int status)
    {
        var posted = await EffectiveAsync();

        var answer = await posted.Office.Clerk.PostJsonAsync(Path(posted), json
            .Replace("HASH", new string('f', 64), StringComparison.Ordinal)
            .Replace("TODAY", await TodayAsync(posted), StringComparison.Ordinal));

        Assert.Equal((status, "application/problem+json"), ((int)answer.Status, answer.MediaType));
        Assert.Equal("EFFECTIVE", (await posted.StatusAsync()).Decision);
    }

    private async Task<PostedResult> EffectiveAsync()
    {
        var posted = await PostedResult.OfAsync(service);
        await posted.Office.MoveClockToAsync(posted.EndsAt.AddSeconds(1));
        await posted.BecomesAsync("EFFECTIVE", "EFFECTIVE", "ENDED");
        return posted;
    }

    // The day of the count: the same or an earlier civil day than the office's clock shows.
    private static async Task<string> TodayAsync(PostedResult posted)
    {
        var decidedAt = (await posted.Office.Clerk.GetAsync($"/api/v1/decisions/{posted.Decision}")).Json
            .GetProperty("decidedAt").GetDateTimeOffset();
        return $"{Kernel.CivilTime.DayOf(decidedAt):yyyy-MM-dd}";
    }

    private static object Order(string ground, string decidedOn) =>
        new { ground, authority = "某区人民法院", documentHash = new string('f', 64), decidedOn };

    private static string Path(PostedResult posted) => $"/api/v1/decisions/{posted.Decision}/revocations";

    private static DateOnly Day(string day) =>
        DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}

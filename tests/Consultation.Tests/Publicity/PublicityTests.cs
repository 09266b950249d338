using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;

namespace CivicPlatform.Consultation.Tests.Publicity;

public sealed class PublicityTests(ConsultationService service)
{
    [Fact, Trait("rule", "EVT-01"), Trait("rule", "PUB-01")]
    public async Task lets_a_decision_take_effect_only_after_the_last_day()
    {
        var (office, motion, decision) = await DecideAsync("FOR");
        using var ended = await service.ListenAsync<PublicityEnded>();
        using var effective = await service.ListenAsync<DecisionEffective>();
        var posted = (await office.PostResultAsync(motion, "小区公告栏", "各单元门口")).Expect(HttpStatusCode.Created);
        var endsAt = posted.Json.GetProperty("endsAt").GetDateTimeOffset();

        await office.MoveClockToAsync(endsAt.AddMinutes(-5));
        await service.TwoRoundsOfTheLoopAsync();
        Assert.Equal("PENDING", (await office.Clerk.GetAsync($"/api/v1/decisions/{decision}"))["status"]);
        Assert.Equal("POSTED", (await office.Clerk.GetAsync($"/api/v1/motions/{motion}"))["status"]);

        await office.MoveClockToAsync(endsAt.AddSeconds(1));
        var over = await ended.SingleAsync(e => e.AggregateId == motion);
        var inForce = await effective.SingleAsync(e => e.AggregateId == motion);
        Assert.Equal((decision, "M5", "AREA"), (inForce.DecisionId, inForce.MatterCode, inForce.Scope));
        Assert.True(inForce.AggregateVersion > over.AggregateVersion);

        var read = await office.Clerk.GetAsync($"/api/v1/decisions/{decision}");
        Assert.Equal("EFFECTIVE", read["status"]);
        Assert.Equal(posted.Json.GetProperty("lastDay").GetString(), DayBefore(read["effectiveOn"]));
        Assert.Equal("EFFECTIVE", (await office.Clerk.GetAsync($"/api/v1/motions/{motion}"))["status"]);
        Assert.Equal("ENDED", (await office.Clerk.GetAsync($"/api/v1/publicity-periods/{posted.Id}"))["status"]);
    }

    [Fact, Trait("rule", "EVT-01")]
    public async Task of_a_failed_motion_ends_without_any_effect()
    {
        var (office, motion, _) = await DecideAsync("AGAINST");
        using var ended = await service.ListenAsync<PublicityEnded>();
        using var effective = await service.ListenAsync<DecisionEffective>();
        var posted = await office.PostResultAsync(motion, "小区公告栏");

        await office.MoveClockToAsync(posted.Json.GetProperty("endsAt").GetDateTimeOffset());
        await ended.SingleAsync(e => e.AggregateId == motion);
        await service.TwoRoundsOfTheLoopAsync();

        Assert.DoesNotContain(effective.Received, e => e.AggregateId == motion);
        Assert.Equal("ENDED", (await office.Clerk.GetAsync($"/api/v1/motions/{motion}"))["status"]);
    }

    [Theory, Trait("rule", "PUB-01"), Trait("rule", "TIME-01")]
    [InlineData("110114", 10, "WORKING_DAY")]
    [InlineData("420106", 7, "DAY")]
    public async Task lasts_as_the_profile_says_and_ends_at_midnight_of_beijing(string district, int days, string unit)
    {
        var (office, motion, _) = await DecideAsync("FOR", district);
        var posted = await office.PostResultAsync(motion, "小区公告栏");

        Assert.Equal(($"{days}", unit), (posted["days"], posted["unit"]));
        var start = DateOnly.Parse(posted["startsOn"], System.Globalization.CultureInfo.InvariantCulture);
        var length = unit == "DAY" ? Period.Days(days) : Period.WorkingDays(days);
        var expected = DayPeriod.From(start, length, WorkCalendar.China);
        Assert.Equal(expected.EndsAt, posted.Json.GetProperty("endsAt").GetDateTimeOffset());
        Assert.Equal(16, posted.Json.GetProperty("endsAt").GetDateTimeOffset().UtcDateTime.Hour);
    }

    [Fact, Trait("rule", "PUB-01")]
    public async Task starts_again_with_other_content_only()
    {
        var (office, motion, _) = await DecideAsync("FOR");
        var first = await office.PostResultAsync(motion, "小区公告栏");
        (await office.PostResultAsync(motion, "小区公告栏"))
            .ExpectProblem(HttpStatusCode.Conflict, "publicity.already_running");

        var second = (await office.PostResultAsync(motion, "小区公告栏", "物业服务中心")).Expect(HttpStatusCode.Created);

        Assert.Equal("RESTARTED", (await office.Clerk.GetAsync($"/api/v1/publicity-periods/{first.Id}"))["status"]);
        Assert.Equal("RUNNING", second["status"]);
        var listed = await office.Clerk.GetAsync($"/api/v1/motions/{motion}/publicity");
        Assert.Equal(2, listed.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task waits_for_the_count_and_belongs_to_the_office()
    {
        var office = service.NewOffice();
        var motion = await office.OpenAsync(await office.FreezeAsync(await office.RegisterAsync(Estates.Of(2))));

        (await office.PostResultAsync(motion, "小区公告栏"))
            .ExpectProblem(HttpStatusCode.Conflict, "motions.wrong_status");
        var other = service.NewOffice();
        (await other.PostResultAsync(motion, "小区公告栏")).Expect(HttpStatusCode.NotFound);
        (await other.Clerk.GetAsync($"/api/v1/motions/{motion}/publicity")).Expect(HttpStatusCode.NotFound);
        (await office.As(Roles.Owner).PostAsync($"/api/v1/motions/{motion}/publicity", new { places = new[] { "墙" } }))
            .Expect(HttpStatusCode.Forbidden);
        (await office.PostResultAsync(motion)).Expect(HttpStatusCode.BadRequest);
    }

    private async Task<(Office Office, Guid Motion, Guid Decision)> DecideAsync(
        string choice, string district = "110114")
    {
        var office = service.NewOffice(district);
        var motion = await office.OpenAsync(await office.FreezeAsync(await office.RegisterAsync(Estates.Of(2))));
        await office.CastAsync(motion, "101", choice);
        await office.CastAsync(motion, "102", choice);
        var closed = (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK);
        var decided = closed.Json.TryGetProperty("decisionId", out var decision);
        return (office, motion, decided ? decision.GetGuid() : Guid.Empty);
    }

    private static string DayBefore(string day) =>
        DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture).AddDays(-1).ToString("yyyy-MM-dd");
}

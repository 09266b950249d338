using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Scenarios;

/// <summary>Scenarios 004-10 to 004-13: a roof over twelve owners, low floors who object, papers at the door.</summary>
public sealed class RoofStoryTests(ConsultationService service)
{
    private const string Shanghai = "310106";

    [Theory, Trait("rule", "VOTE-01"), Trait("rule", "VOTE-02"), Trait("scenario", "004-10")]
    [InlineData(5, "PASSED", "62.5")]
    [InlineData(4, "FAILED_APPROVAL", "50.0")]
    public async Task eight_of_twelve_is_the_quorum_and_half_of_them_is_not_enough(
        int inFavour, string outcome, string percent)
    {
        var roof = await RoofAsync();
        for (var i = 0; i < 8; i++) await roof.CastAsync(i, i < inFavour ? "FOR" : "AGAINST");

        var closed = await roof.CloseAsync();

        Assert.Equal((outcome, "True"), (closed["tally.outcome"], closed["tally.quorumMet"]));
        Assert.Equal(("8", "800.00", "12"), (closed["tally.participating.heads"],
            closed["tally.participating.area"], closed["tally.total.heads"]));
        Assert.Contains(percent, closed["fractions"], StringComparison.Ordinal);
        Assert.Equal(outcome == "PASSED", closed.Json.TryGetProperty("decisionId", out _));
    }

    [Fact, Trait("rule", "VOTE-06"), Trait("scenario", "004-11")]
    public async Task visits_are_kept_by_the_role_of_who_called_and_change_no_vote()
    {
        var roof = await RoofAsync();
        (string Role, string Outcome)[] calls =
            [("COMMUNITY", "NOT_MET"), ("COMMITTEE", "UNCHANGED"), ("BUILDING_HEAD", "RESOLVED")];
        foreach (var (role, outcome) in calls)
        {
            (await roof.VisitAsync(roof.Units[0].UnitId, role, outcome, "低层住户不愿分摊屋面费用"))
                .Expect(HttpStatusCode.Created);
        }

        var kept = (await roof.Office.Clerk.GetAsync(roof.Visits)).Expect(HttpStatusCode.OK).Json.GetProperty("items");
        Assert.Equal(["BUILDING_HEAD", "COMMITTEE", "COMMUNITY"],
            kept.EnumerateArray().Select(v => v.GetProperty("visitor").GetString()));
        Assert.Equal("低层住户不愿分摊屋面费用", kept[0].GetProperty("words").GetString());
        var ofHead = await roof.Office.Clerk.GetAsync($"{roof.Visits}?visitor=BUILDING_HEAD");
        Assert.Equal(1, ofHead.Json.GetProperty("items").GetArrayLength());
        (await roof.Office.Clerk.GetAsync($"{roof.Visits}?visitor=LANDLORD")).Expect(HttpStatusCode.BadRequest);
        var plain = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes("低层"));
        Assert.Equal(0L, await service.Host.QueryAsync<long>(
            $"select count(*) from motion_visits where position('{plain}' in encode(words, 'hex')) > 0"));

        // Whoever was not persuaded stays on the roll, on the ground floor as well: nobody is taken out of the cost.
        var closed = await roof.CloseAsync();
        Assert.Equal(("12", "0"), (closed["tally.total.heads"], closed["tally.participating.heads"]));
    }

    [Fact, Trait("rule", "VOTE-06"), Trait("scenario", "004-11")]
    public async Task visits_of_strangers_of_tomorrow_and_of_other_offices_are_refused()
    {
        var roof = await RoofAsync();
        var unit = roof.Units[0].UnitId;
        (await roof.VisitAsync(Guid.NewGuid(), "COMMUNITY"))
            .ExpectProblem(HttpStatusCode.NotFound, "visits.unit_not_on_roll");
        (await roof.Office.Clerk.PostAsync("/api/v1/rolls", new
        {
            estateId = roof.Estate, scope = new { kind = "BUILDING", building = "2" },
        })).Expect(HttpStatusCode.Created); // The neighbour is on a roll, and not on this vote's.
        (await roof.VisitAsync(roof.Far.UnitId, "COMMUNITY"))
            .ExpectProblem(HttpStatusCode.NotFound, "visits.unit_not_on_roll");
        (await roof.VisitAsync(unit, "COMMUNITY", on: "2099-01-01"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "visits.visit_in_future");
        (await roof.VisitAsync(unit, "LANDLORD")).ExpectProblem(HttpStatusCode.BadRequest, "request.malformed");
        (await roof.VisitAsync(unit, "COMMUNITY", words: new string('字', 501)))
            .ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        (await roof.Office.As(Roles.Owner).GetAsync(roof.Visits)).Expect(HttpStatusCode.Forbidden);
        var other = service.NewOffice();
        (await other.Clerk.GetAsync(roof.Visits)).ExpectProblem(HttpStatusCode.NotFound, "motions.not_found");
        (await (roof with { Office = other }).VisitAsync(unit, "COMMUNITY")).Expect(HttpStatusCode.NotFound);
        Assert.Empty((await roof.Office.Clerk.GetAsync(roof.Visits)).Json.GetProperty("items").EnumerateArray());
    }

    [Fact, Trait("rule", "VOTE-13"), Trait("rule", "VOTE-24"), Trait("scenario", "004-12")]
    public async Task an_unsigned_paper_is_invalid_and_two_co_owners_have_one_ballot()
    {
        var roof = await RoofAsync(Estates.Unit("101", ["HUSBAND", "WIFE"]));
        (await roof.CastAsync(0, "FOR", signedBy: "HUSBAND")).Expect(HttpStatusCode.Created);
        (await roof.CastAsync(0, "FOR", signedBy: "WIFE"))
            .ExpectProblem(HttpStatusCode.Conflict, "ballots.answer_twice");
        (await roof.CastAsync(1, "INVALID")).Expect(HttpStatusCode.Created); // Nobody signed it.
        for (var i = 2; i < 8; i++) await roof.CastAsync(i, "FOR");

        var closed = await roof.CloseAsync();

        Assert.Equal(("7", "700.00"), (closed["tally.for.heads"], closed["tally.for.area"]));
        Assert.Equal(("1", "7"), (closed["tally.invalid.heads"], closed["tally.participating.heads"]));
        Assert.Equal("FAILED_QUORUM", closed["tally.outcome"]); // 7 of 12: the unsigned one would have made it 8.
    }

    [Theory, Trait("rule", "PUB-02"), Trait("rule", "PUB-03"), Trait("rule", "EVT-01"), Trait("scenario", "004-13")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task an_objection_on_the_last_day_keeps_works_locked_until_it_is_answered(bool objected)
    {
        using var effective = await service.ListenAsync<DecisionEffective>();
        var roof = await RoofAsync();
        for (var i = 0; i < 8; i++) await roof.CastAsync(i, i < 5 ? "FOR" : "AGAINST");
        await roof.CloseAsync();
        var posted = (await roof.Office.PostResultAsync(roof.Motion, "小区公告栏")).Expect(HttpStatusCode.Created);
        var (period, endsAt) = ($"/api/v1/publicity-periods/{posted.Id}",
            posted.Json.GetProperty("endsAt").GetDateTimeOffset());

        await roof.Office.MoveClockToAsync(endsAt.AddMinutes(-30)); // 23:30 of the last day.
        object words = new { ownerRef = "P8", unitId = roof.Units[7].UnitId, reason = "FUNDS", text = "费用太高" };
        var objection = objected
            ? (await roof.Office.Clerk.PostAsync($"{period}/objections", words)).Expect(HttpStatusCode.Created)
            : null;
        await roof.Office.MoveClockToAsync(endsAt.AddSeconds(1));
        (await roof.Office.Clerk.PostAsync($"{period}/objections", words))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "objections.outside_period");

        if (objection is not null)
        {
            await StatusAsync(roof, "BLOCKED");
            await service.TwoRoundsOfTheLoopAsync();
            Assert.DoesNotContain(effective.Received, e => e.AggregateId == roof.Motion);
            (await roof.Office.Clerk.PostAsync($"{period}/objections/{objection.Id}/answer", new { text = "按面积分摊" }))
                .Expect(HttpStatusCode.OK);
        }
        var told = await effective.SingleAsync(e => e.AggregateId == roof.Motion);
        var lastDay = DateOnly.Parse(posted["lastDay"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(lastDay.AddDays(1), told.EffectiveOn); // Works may start the day after the last day.
        await StatusAsync(roof, "EFFECTIVE");
    }

    private static Task StatusAsync(Roof roof, string status) => Eventually.Async(async () => Assert.Equal(
        status, (await roof.Office.Clerk.GetAsync($"/api/v1/motions/{roof.Motion}"))["status"]));

    // Twelve owners of 100.00 m² behind one stairwell; a vote on the maintenance fund (M5).
    private async Task<Roof> RoofAsync(params RegisteredUnit[] first)
    {
        var office = service.NewOffice(Shanghai);
        RegisteredUnit[] units = [.. first, .. Estates.Of(12).Skip(first.Length)];
        var far = Estates.Unit("101", ["FAR"], building: "2");
        var estate = await office.RegisterAsync([.. units, far]);
        var roll = (await office.Clerk.PostAsync("/api/v1/rolls", new
        {
            estateId = estate, scope = new { kind = "ENTRANCE", building = "1", entrance = "1" },
        })).Expect(HttpStatusCode.Created).Id;
        return new Roof(office, estate, await office.OpenAsync(await office.SealAsync(roll)), units, far);
    }

    private sealed record Roof(
        Office Office, Guid Estate, Guid Motion, RegisteredUnit[] Units, RegisteredUnit Far)
    {
        public string Visits => $"/api/v1/motions/{Motion}/visits";

        public Task<Answer> CastAsync(int unit, string choice, string? signedBy = null) =>
            Office.TallyClerk.PostAsync($"/api/v1/motions/{Motion}/ballots", new
            {
                building = "1", entrance = "1", room = $"{101 + unit}", choice, channel = "DOOR_TO_DOOR",
                castAt = "2023-05-20T09:02:00+08:00", signedBy,
            });

        public async Task<Answer> CloseAsync() => (await Office.CloseAsync(Motion)).Expect(HttpStatusCode.OK);

        public Task<Answer> VisitAsync(
            Guid unitId, string visitor, string outcome = "UNCHANGED", string? words = null,
            string on = "2024-05-06") =>
            Office.Clerk.PostAsync(Visits, new { unitId, visitedOn = on, visitor, channel = "VISIT", outcome, words });
    }
}

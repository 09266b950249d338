using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.ConsentBoards;

/// <summary>Scenarios 001-1 and 001-3 to 001-5, 001-12: every owner of a riser, and nothing less.</summary>
public sealed class ConsentBoardTests(ConsultationService service)
{
    private const string Refused = "consent_boards.incomplete";

    [Fact, Trait("rule", "PIPE-01"), Trait("scenario", "001-3")]
    public async Task one_riser_of_32_starts_with_the_32nd_signature_and_says_so_once()
    {
        using var complete = await service.ListenAsync<ConsentComplete>();
        var riser = await RiserAsync(32);
        Assert.Equal(("COLLECTING", "32", "32", "0"), await CountsAsync(riser));

        for (var i = 0; i < 29; i++) (await SignAsync(riser, i)).Expect(HttpStatusCode.OK);
        string[] concerns = ["NEWLY_DECORATED", "FITTINGS_DAMAGE", "CARE_DURING_OUTAGE"];
        for (var i = 29; i < 32; i++)
        {
            (await SayAsync(riser, new
            {
                unitId = riser.Units[i].UnitId, state = "CONCERNED", concerns = concerns[(i - 29)..],
            })).Expect(HttpStatusCode.OK);
        }
        AssertRefused(await LockAsync(riser), "29 of 32");

        (await SignAsync(riser, 29)).Expect(HttpStatusCode.OK);
        AssertRefused(await LockAsync(riser), "30 of 32");
        await Task.WhenAll(SignAsync(riser, 30), SignAsync(riser, 31), SignAsync(riser, 31));

        Assert.Equal(("READY", "32", "0", "32"), await CountsAsync(riser));
        var told = await complete.SingleAsync(e => e.AggregateId == riser.Board);
        Assert.Equal((32, riser.Estate), (told.Households, told.EstateId));
        (await LockAsync(riser)).Expect(HttpStatusCode.OK);
        Assert.Single(complete.Received, e => e.AggregateId == riser.Board);
    }

    [Fact, Trait("rule", "PIPE-02"), Trait("scenario", "001-5")]
    public async Task an_owner_withdraws_before_the_lock_and_not_after_it()
    {
        using var broken = await service.ListenAsync<ConsentBroken>();
        var riser = await RiserAsync(2);
        await SignAllAsync(riser);
        var withdrawal = new { unitId = riser.Units[1].UnitId, state = "WITHDRAWN" };

        (await SayAsync(riser, withdrawal)).Expect(HttpStatusCode.OK);
        Assert.Equal(("COLLECTING", "2", "0", "1"), await CountsAsync(riser));
        Assert.Equal(1, (await broken.SingleAsync(e => e.AggregateId == riser.Board)).Agreed);
        AssertRefused(await LockAsync(riser), "1 of 2");
        (await SayAsync(riser, withdrawal))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "consent_boards.nothing_to_withdraw");

        (await SignAsync(riser, 1)).Expect(HttpStatusCode.OK);
        (await LockAsync(riser)).Expect(HttpStatusCode.OK);
        var late = await SayAsync(riser, withdrawal);
        late.ExpectProblem(HttpStatusCode.UnprocessableEntity, "consent_boards.locked");
        Assert.Equal("PIPE-02", late.Rule);
        Assert.Equal(("LOCKED", "2", "0", "2"), await CountsAsync(riser));
    }

    [Fact, Trait("rule", "PIPE-01")]
    public async Task a_tenant_opens_the_door_and_signs_for_nobody()
    {
        var riser = await RiserAsync(2);
        (await SayAsync(riser, new
        {
            unitId = riser.Units[0].UnitId, state = "AGREED", ownerRef = "TENANT", documentHash = Paper,
        })).ExpectProblem(HttpStatusCode.UnprocessableEntity, "consent_boards.signer_not_owner");
        (await SayAsync(riser, new { unitId = riser.Units[0].UnitId, state = "AGREED", ownerRef = "P1" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "consent_boards.signature_missing");

        (await AccessAsync(riser, "NEEDED")).Expect(HttpStatusCode.OK);
        await SignAllAsync(riser);
        (await LockAsync(riser)).ExpectProblem(HttpStatusCode.UnprocessableEntity, "consent_boards.access_missing");
        (await AccessAsync(riser, "GRANTED")).Expect(HttpStatusCode.OK);
        (await LockAsync(riser)).Expect(HttpStatusCode.OK);
    }

    [Fact, Trait("rule", "VOTE-11")]
    public async Task the_developer_signs_for_what_is_not_sold()
    {
        var riser = await RiserAsync(Estates.Unit("101", ["P1"]), Estates.Unit("102", [], status: "UNSOLD"));
        (await SignAsync(riser, 0)).Expect(HttpStatusCode.OK);
        AssertRefused(await LockAsync(riser), "1 of 2");

        (await SayAsync(riser, new
        {
            unitId = riser.Units[1].UnitId, state = "AGREED", ownerRef = "DEVELOPER", documentHash = Paper,
        })).Expect(HttpStatusCode.OK);
        (await LockAsync(riser)).Expect(HttpStatusCode.OK);
    }

    [Fact, Trait("rule", "PIPE-02"), Trait("scenario", "001-4")]
    public async Task visits_are_kept_and_what_was_offered_is_unreadable_at_rest()
    {
        var riser = await RiserAsync(2);
        var household = riser.Units[0].UnitId;
        foreach (var outcome in (string[])["NOT_MET", "UNCHANGED", "UNCHANGED", "RESOLVED"])
        {
            (await riser.Office.Clerk.PostAsync($"{riser.Path}/visits", new
            {
                unitId = household, visitedOn = "2024-05-06", channel = "VISIT", outcome, offer = "安排临时护理床位",
            })).Expect(HttpStatusCode.Created);
        }

        var visits = (await riser.Office.Clerk.GetAsync($"{riser.Path}/visits?unitId={household}"))
            .Json.GetProperty("items");
        Assert.Equal((4, "安排临时护理床位"), (visits.GetArrayLength(), visits[0].GetProperty("offer").GetString()));
        var first = (await riser.Office.Clerk.GetAsync($"{riser.Path}/households")).Json.GetProperty("items")[0];
        Assert.Equal("UNKNOWN", first.GetProperty("consent").GetString());
        Assert.Equal(4, first.GetProperty("visits").GetInt32());
        Assert.Equal(0L, await service.Host.QueryAsync<long>(
            $"select count(*) from consent_visits where position('{Hex("护理")}' in encode(offer, 'hex')) > 0"));
        (await riser.Office.Clerk.PostAsync($"{riser.Path}/visits", new
        {
            unitId = household, visitedOn = "2099-01-01", channel = "PHONE", outcome = "NOT_MET",
        })).ExpectProblem(HttpStatusCode.UnprocessableEntity, "consent_boards.visit_in_future");
    }

    [Fact, Trait("rule", "PIPE-01"), Trait("scenario", "001-12")]
    public async Task no_majority_decides_what_needs_everybody()
    {
        var riser = await RiserAsync(3);
        var motion = Office.Motion(riser.Roll, "M7");

        var refused = await riser.Office.Clerk.PostAsync("/api/v1/motions", motion);

        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "motions.needs_unanimity");
        Assert.Equal("PIPE-01", refused.Rule);
        motion["matter"] = "UNANIMOUS";
        (await riser.Office.Clerk.PostAsync("/api/v1/motions", motion))
            .Expect(HttpStatusCode.Created);
    }

    [Fact, Trait("rule", "PIPE-01")]
    public async Task a_whole_estate_is_no_implementation_unit()
    {
        var office = service.NewOffice();
        var roll = await office.FreezeAsync(await office.RegisterAsync(Estates.Of(2)));

        (await office.Clerk.PostAsync("/api/v1/consent-boards", new { rollId = roll, title = "全小区" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "consent_boards.scope_too_wide");
    }

    [Fact]
    public async Task a_board_belongs_to_its_office_and_shows_no_rooms_to_those_who_may_not_ask()
    {
        var (riser, other) = (await RiserAsync(2), service.NewOffice());

        (await other.Clerk.GetAsync(riser.Path)).Expect(HttpStatusCode.NotFound);
        (await other.Clerk.GetAsync($"{riser.Path}/households")).Expect(HttpStatusCode.NotFound);
        (await other.Clerk.PostAsync($"{riser.Path}/lock", new { })).Expect(HttpStatusCode.NotFound);
        (await riser.Office.As(Roles.Owner).GetAsync($"{riser.Path}/households")).Expect(HttpStatusCode.Forbidden);
        (await riser.Office.As(Roles.GridOfficer).PostAsync($"{riser.Path}/lock", new { }))
            .Expect(HttpStatusCode.Forbidden);
        Assert.DoesNotContain("\"room\"", (await riser.Office.As(Roles.Owner).GetAsync(riser.Path)).Text);
    }

    [Theory]
    [InlineData("""{"unitId":"UNIT","state":"UNKNOWN"}""", 400)]
    [InlineData("""{"unitId":"UNIT","state":"MAYBE"}""", 400)]
    [InlineData("""{"unitId":"UNIT","state":"AGREED","ownerRef":"P1","documentHash":"AB"}""", 400)]
    [InlineData("""{"unitId":"UNIT","state":"CONCERNED"}""", 422)]
    [InlineData("""{"unitId":"UNIT","state":"CONCERNED","concerns":["OTHER"],"x":1}""", 400)]
    [InlineData("""{"unitId":"01a1fc78-884c-7a7a-9c0a-e33201116603","state":"REFUSED"}""", 404)]
    public async Task bad_input_changes_nothing(string json, int status)
    {
        var riser = await RiserAsync(2);

        var answer = await riser.Office.Clerk.PostJsonAsync(
            $"{riser.Path}/consents", json.Replace("UNIT", $"{riser.Units[0].UnitId}", StringComparison.Ordinal));

        Assert.Equal((status, "application/problem+json"), ((int)answer.Status, answer.MediaType));
        Assert.Equal(("COLLECTING", "2", "2", "0"), await CountsAsync(riser));
    }

    private static readonly string Paper = new('a', 64);

    private Task<Riser> RiserAsync(int households) => RiserAsync(Estates.Of(households));

    private async Task<Riser> RiserAsync(params RegisteredUnit[] units)
    {
        var office = service.NewOffice();
        var estate = await office.RegisterAsync(units);
        var roll = await office.SealAsync((await office.Clerk.PostAsync("/api/v1/rolls", new
        {
            estateId = estate, scope = new { kind = "RISER", units = units.Select(u => u.UnitId) },
        })).Expect(HttpStatusCode.Created).Id);
        var board = (await office.Clerk.PostAsync("/api/v1/consent-boards", new { rollId = roll, title = "上下水改造" }))
            .Expect(HttpStatusCode.Created).Id;
        return new Riser(office, estate, roll, board, units);
    }

    private static async Task SignAllAsync(Riser riser)
    {
        for (var i = 0; i < riser.Units.Length; i++) (await SignAsync(riser, i)).Expect(HttpStatusCode.OK);
    }

    private static Task<Answer> SignAsync(Riser riser, int household) => SayAsync(riser, new
    {
        unitId = riser.Units[household].UnitId, state = "AGREED", ownerRef = $"P{household + 1}", documentHash = Paper,
    });

    private static Task<Answer> SayAsync(Riser riser, object said) =>
        riser.Office.As(Roles.CommunityWorker).PostAsync($"{riser.Path}/consents", said);

    private static Task<Answer> AccessAsync(Riser riser, string state) =>
        riser.Office.Clerk.PostAsync($"{riser.Path}/accesses", new { unitId = riser.Units[0].UnitId, state });

    private static Task<Answer> LockAsync(Riser riser) =>
        riser.Office.Clerk.PostAsync($"{riser.Path}/lock", new { });

    private static async Task<(string? Status, string? Households, string? Open, string? Agreed)> CountsAsync(
        Riser riser)
    {
        var board = (await riser.Office.Clerk.GetAsync(riser.Path)).Expect(HttpStatusCode.OK);
        return (board["status"], board["households"], board["unknown"], board["agreed"]);
    }

    private static void AssertRefused(Answer answer, string count)
    {
        answer.ExpectProblem(HttpStatusCode.UnprocessableEntity, Refused);
        Assert.Equal("PIPE-01", answer.Rule);
        Assert.StartsWith(count, answer["detail"], StringComparison.Ordinal);
    }

    private static string Hex(string text) => Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(text));

    private sealed record Riser(Office Office, Guid Estate, Guid Roll, Guid Board, RegisteredUnit[] Units)
    {
        public string Path => $"/api/v1/consent-boards/{Board}";
    }
}

using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.EVotes;

/// <summary>In Beijing electronic votes are the city's: ours is advice, theirs come by file (VOTE-21).</summary>
public sealed class EVoteTests(ConsultationService service)
{
    private const string Header = "building,entrance,room,choice,channel,cast_at,external_ref\n";
    private const string Hangzhou = "330106", Beijing = "110114";

    [Fact, Trait("rule", "VOTE-21")]
    public async Task a_click_in_beijing_is_advice_and_in_no_count()
    {
        var (office, motion, units) = await OpenAsync(Beijing);
        var owner = await OwnerAsync(office, motion, "P1");

        var clicked = (await ClickAsync(owner, motion, units[0])).Expect(HttpStatusCode.Created);
        Assert.Equal(("False", "VOTE-21"), (clicked["counted"], clicked["rule"]));
        Assert.Contains("不计入表决结果", clicked["notice"], StringComparison.Ordinal);
        Assert.Contains("VOTE-21", clicked["notice"], StringComparison.Ordinal);
        Assert.False(clicked.Json.TryGetProperty("tracker", out _));
        Assert.DoesNotContain("FOR", clicked.Text, StringComparison.Ordinal);
        (await ClickAsync(owner, motion, units[0], "AGAINST")).Expect(HttpStatusCode.Created); // He may think again.

        var path = $"/api/v1/motions/{motion}/advisory-answers";
        var open = (await office.Clerk.GetAsync(path)).Expect(HttpStatusCode.OK);
        Assert.Equal("1", open["units"]);
        Assert.False(open.Json.TryGetProperty("said", out _)); // Sealed like the result.
        Assert.Equal("0", (await office.Clerk.GetAsync($"/api/v1/motions/{motion}/turnout"))["ballots"]);

        (await office.CastAsync(motion, "101", "FOR")).Expect(HttpStatusCode.Created); // No conflict with advice.
        var tally = (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK);
        Assert.Equal(("1", "0", "0"),
            (tally["tally.for.heads"], tally["tally.against.heads"], tally["tally.conflict.heads"]));
        var said = (await office.Clerk.GetAsync(path)).Expect(HttpStatusCode.OK);
        Assert.Equal(("False", "0", "1"), (said["counted"], said["said.for"], said["said.against"]));
        (await ClickAsync(owner, motion, units[0])).ExpectProblem(HttpStatusCode.Conflict, "ballots.motion_closed");
    }

    [Fact, Trait("rule", "VOTE-21")]
    public async Task a_click_elsewhere_is_a_ballot_like_any_other()
    {
        var (office, motion, units) = await OpenAsync(Hangzhou);
        var owner = await OwnerAsync(office, motion, "P1");

        var clicked = (await ClickAsync(owner, motion, units[0])).Expect(HttpStatusCode.Created);
        Assert.Equal("True", clicked["counted"]);
        Assert.Equal(64, clicked["tracker"].Length);
        (await ClickAsync(owner, motion, units[0])).ExpectProblem(HttpStatusCode.Conflict, "ballots.answer_twice");
        (await office.CastAsync(motion, "101", "FOR"))
            .ExpectProblem(HttpStatusCode.Conflict, "ballots.answer_twice"); // Not twice across channels either.
        (await office.CastAsync(motion, "101", "AGAINST")).Expect(HttpStatusCode.Created);

        var tally = (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK);
        Assert.Equal(("1", "0"), (tally["tally.conflict.heads"], tally["tally.participating.heads"]));
        var trackers = await service.Host.Anonymous().GetAsync($"/api/v1/motions/{motion}/trackers");
        Assert.Contains(clicked["tracker"], trackers.Text, StringComparison.Ordinal);
    }

    [Fact, Trait("rule", "VOTE-17")]
    public async Task an_owner_clicks_for_his_own_units_and_nobody_for_him()
    {
        var (office, motion, units) = await OpenAsync(Hangzhou);
        var owner = await OwnerAsync(office, motion, "P1");

        var foreign = (await ClickAsync(owner, motion, units[1]))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "clicks.not_an_owner");
        Assert.Equal("VOTE-17", foreign.Rule);
        (await ClickAsync(owner, motion, units[0], "INVALID")).Expect(HttpStatusCode.BadRequest);
        (await ClickAsync(owner, motion, units[0], "YES")).Expect(HttpStatusCode.BadRequest);
        (await ClickAsync(owner, Guid.NewGuid(), units[0]))
            .ExpectProblem(HttpStatusCode.NotFound, "motions.not_found");
        (await ClickAsync(office.TallyClerk, motion, units[0])).Expect(HttpStatusCode.Forbidden);
        (await service.NewOffice().As(Roles.Owner).PostAsync($"/api/v1/motions/{motion}/clicks",
            new { unitId = units[0].UnitId, choice = "FOR" }))
            .ExpectProblem(HttpStatusCode.NotFound, "motions.not_found");
        foreach (var (channel, code) in ((string, string)[])
            [("INTERNET", "ballots.click_is_owners"), ("EXTERNAL_SYSTEM", "ballots.external_by_file")])
        {
            var typed = await office.TallyClerk.PostAsync($"/api/v1/motions/{motion}/ballots", new
            {
                building = "1", entrance = "1", room = "101", choice = "FOR", channel,
                castAt = "2023-05-20T09:02:00+08:00",
            });
            Assert.Equal("VOTE-21", typed.ExpectProblem(HttpStatusCode.UnprocessableEntity, code).Rule);
        }
    }

    [Fact, Trait("rule", "VOTE-21")]
    public async Task the_citys_votes_count_once_by_their_number()
    {
        var (office, motion, _) = await OpenAsync(Beijing);
        const string First = "1,1,101,FOR,EXTERNAL_SYSTEM,2023-05-20 09:02:00,BJ-1\n";
        (await office.ImportAsync(motion, Header + First)).Expect(HttpStatusCode.Created);
        (await office.ImportAsync(motion, Header + First)).Expect(HttpStatusCode.OK);

        var longer = (await office.ImportAsync(
            motion, Header + First + "1,1,102,FOR,EXTERNAL_SYSTEM,2023-05-20 09:03:00,BJ-2\n"))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(("1", "1"), (longer["ballots"], longer["unchanged"]));
        await RefusedAsync(office, motion, "1,1,103,FOR,EXTERNAL_SYSTEM,2023-05-20 09:03:00,BJ-2\n",
            "external_ref", "ballots.external_ref_reused");
        await RefusedAsync(office, motion,
            "1,1,103,FOR,EXTERNAL_SYSTEM,2023-05-20 09:03:00,BJ-3\n" +
            "1,1,103,AGAINST,EXTERNAL_SYSTEM,2023-05-20 09:03:00,BJ-3\n",
            "external_ref", "ballots.external_ref_reused");
        await RefusedAsync(office, motion, "1,1,103,FOR,EXTERNAL_SYSTEM,2023-05-20 09:03:00,\n",
            "external_ref", "text.required");
        await RefusedAsync(office, motion, "1,1,103,FOR,PAPER,2023-05-20 09:03:00,BJ-9\n",
            "external_ref", "ballots.external_ref_unexpected");
        await RefusedAsync(office, motion, "1,1,103,FOR,INTERNET,2023-05-20 09:03:00,\n", "channel", "code.unknown");

        // The same owner on paper: the same answer is one, another one a conflict.
        (await office.CastAsync(motion, "101", "FOR")).ExpectProblem(HttpStatusCode.Conflict, "ballots.answer_twice");
        (await office.CastAsync(motion, "102", "AGAINST")).Expect(HttpStatusCode.Created);
        var tally = (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK);
        Assert.Equal(("1", "1"), (tally["tally.for.heads"], tally["tally.conflict.heads"]));
        Assert.Equal(2L, await service.Host.QueryAsync<long>(
            $"select count(*) from ballot_external_refs where motion_id = '{motion}'"));
    }

    private static async Task RefusedAsync(Office office, Guid motion, string rows, string column, string code)
    {
        var refused = (await office.ImportAsync(motion, Header + rows)).Expect(HttpStatusCode.UnprocessableEntity);
        var finding = Assert.Single(refused.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal((column, code),
            (finding.GetProperty("column").GetString(), finding.GetProperty("code").GetString()));
    }

    private static Task<Answer> ClickAsync(
        ApiClient owner, Guid motion, RegisteredUnit unit, string choice = "FOR") =>
        owner.PostAsync($"/api/v1/motions/{motion}/clicks", new { unitId = unit.UnitId, choice });

    private async Task<ApiClient> OwnerAsync(Office office, Guid motion, string ownerRef)
    {
        var estate = await service.Host.QueryAsync<Guid>($"select estate_id from motions where id = '{motion}'");
        await service.Host.PublishAsync(new OwnerAccountLinked
        {
            AggregateId = estate, AggregateVersion = 1, OccurredAt = DateTimeOffset.UtcNow, StreetCode = office.Street,
            Subject = "u-1", OwnerRef = ownerRef,
        });
        await Eventually.Async(async () => Assert.Equal(1L, await service.Host.QueryAsync<long>(
            $"select count(*) from owner_accounts where estate_id = '{estate}' and owner_ref = '{ownerRef}'")));
        return office.As(Roles.Owner);
    }

    private async Task<(Office Office, Guid Motion, RegisteredUnit[] Units)> OpenAsync(string district)
    {
        var (office, units) = (service.NewOffice(district), Estates.Of(3));
        var motion = await office.OpenAsync(await office.FreezeAsync(await office.RegisterAsync(units)));
        Assert.Equal($"{district == Beijing}",
            (await office.Clerk.GetAsync($"/api/v1/motions/{motion}"))["externalEVote"]);
        return (office, motion, units);
    }
}

using System.Net;
using System.Text.Json;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Recounts;

/// <summary>
/// A closed motion is counted again from its papers; what differs has a name and changes nothing. The service is a
/// test's own: sealed rows are tampered with here.
/// </summary>
public sealed class RecountTests(RecountTests.Own own) : IClassFixture<RecountTests.Own>
{
    private readonly ConsultationService _service = own.Service;

    /// <summary>A service and database for these tests alone.</summary>
    public sealed class Own : IAsyncLifetime
    {
        internal ConsultationService Service { get; } = new();

        public ValueTask InitializeAsync() => Service.InitializeAsync();

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }

    [Fact, Trait("rule", "VOTE-13"), Trait("rule", "VOTE-25")]
    public async Task agrees_with_a_count_that_stands_and_is_kept_with_its_reason()
    {
        var (office, motion, ballots) = await CountedAsync(silence: true);
        var document = new string('d', 64);
        var recount = (await RunAsync(office, motion, new { reason = "OWNER_REQUEST", documentHash = document }))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(("True", "0"), (recount["agrees"], $"{recount.Json.GetProperty("differences").GetArrayLength()}"));
        var looked = (await office.As(Roles.Auditor).GetAsync($"/api/v1/motions/{motion}/recount"))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(("True", $"{ballots}"), (looked["agrees"], looked["ballots"]));
        var stored = (await office.Clerk.GetAsync($"/api/v1/motions/{motion}/tally")).Json.GetProperty("tally");
        Assert.Equal(stored.GetRawText(), looked.Json.GetProperty("tally").GetRawText());

        (await RunAsync(office, motion, new { reason = "ROUTINE" })).Expect(HttpStatusCode.Created);
        var listed = (await office.As(Roles.Auditor).GetAsync($"/api/v1/motions/{motion}/recounts?limit=1"))
            .Expect(HttpStatusCode.OK);
        Assert.Equal("ROUTINE", listed.Json.GetProperty("items")[0].GetProperty("reason").GetString());
        var rest = (await office.As(Roles.Auditor).GetAsync(
            $"/api/v1/motions/{motion}/recounts?after={listed["next"]}")).Expect(HttpStatusCode.OK);
        var first = Assert.Single(rest.Json.GetProperty("items").EnumerateArray());
        Assert.Equal((recount.Id, document, "u-1"), (first.GetProperty("id").GetGuid(),
            first.GetProperty("documentHash").GetString(), first.GetProperty("countedBy").GetString()));
        Assert.Equal(3L, await _service.Host.QueryAsync<long>("select count(*) from platform.audit where " +
            $"action = 'motions.recount' and detail = 'AGREES' and street_code = '{office.Street}'"));
    }

    [Theory, Trait("rule", "VOTE-01")]
    [InlineData("update tally_figures set heads = heads + 1 where motion_id = '{0}' and vote = 'FOR' and not strict",
        "for.heads")]
    [InlineData("update tally_figures set area = area + 1 where motion_id = '{0}' and vote = 'AGAINST'",
        "against.area")]
    [InlineData("update tallies set outcome = 'FAILED_QUORUM' where motion_id = '{0}'", "outcome")]
    [InlineData("delete from ballots where motion_id = '{0}' and unit_id = " +
        "(select unit_id from roll_units r join motions m using (roll_id) where m.id = '{0}' and room = '101')",
        "ballots,closing.ballots,closing.tally,for.area,for.heads,root")]
    [InlineData("update ballots set choice = (select choice from ballots where motion_id = '{0}' order by id desc " +
        "limit 1) where id = (select min(id::text)::uuid from ballots where motion_id = '{0}')",
        "ballot,ballots,closing.tally,for.area,for.heads,root")]
    [InlineData("update roll_units set area = area + 1 where room = '101' and roll_id = " +
        "(select roll_id from motions where id = '{0}')", "closing.tally,for.area,rollHash,total.area")]
    [InlineData("delete from ballot_designations where motion_id = '{0}'",
        "closing.tally,conflict.area,conflict.heads,designatedBallots,for.area,for.heads")]
    [InlineData("update vote_closings set signature = sha256('x') where motion_id = '{0}'", "closing.signature")]
    [InlineData("update roll_units set owner_refs = '{{}}' where room = '101' and roll_id = " +
        "(select roll_id from motions where id = '{0}')", "roll,rollHash")]
    public async Task names_each_measure_that_differs_and_changes_nothing(string tampering, string measures)
    {
        var (office, motion, _) = await CountedAsync(silence: false);
        await TamperAsync(string.Format(null, System.Text.CompositeFormat.Parse(tampering), motion));
        var before = await StateAsync(office, motion);

        var recount = (await RunAsync(office, motion, new { reason = "ROUTINE" })).Expect(HttpStatusCode.Created);
        Assert.Equal("False", recount["agrees"]);
        var named = recount.Json.GetProperty("differences").EnumerateArray()
            .Select(d => d.GetProperty("measure").GetString()!.Split('.') is ["ballot", _] ? "ballot" : Name(d))
            .Order(StringComparer.Ordinal).ToList();
        Assert.Equal(measures, string.Join(',', named));
        Assert.Equal(before, await StateAsync(office, motion));
    }

    [Fact]
    public async Task waits_for_the_close_and_belongs_to_the_office()
    {
        var office = _service.NewOffice();
        var motion = await office.OpenAsync(await office.FreezeAsync(await office.RegisterAsync(Estates.Of(2))));
        (await RunAsync(office, motion, new { reason = "ROUTINE" }))
            .ExpectProblem(HttpStatusCode.Conflict, "motions.wrong_status");
        (await office.As(Roles.Auditor).GetAsync($"/api/v1/motions/{motion}/recount"))
            .ExpectProblem(HttpStatusCode.Conflict, "motions.wrong_status");
        await office.CloseAsync(motion);

        var order = (await RunAsync(office, motion, new { reason = "COURT_ORDER" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "recounts.document_missing");
        Assert.Equal("PUB-04", order.Rule);
        (await RunAsync(office, motion, new { reason = "BECAUSE" })).Expect(HttpStatusCode.BadRequest);
        (await RunAsync(office, motion, new { reason = "ROUTINE", documentHash = "无" }))
            .Expect(HttpStatusCode.BadRequest);
        (await RunAsync(_service.NewOffice(), motion, new { reason = "ROUTINE" }))
            .ExpectProblem(HttpStatusCode.NotFound, "motions.not_found");
        (await office.As(Roles.Auditor).PostAsync($"/api/v1/motions/{motion}/recounts", new { reason = "ROUTINE" }))
            .Expect(HttpStatusCode.Forbidden);
        (await office.As(Roles.CommunityWorker).GetAsync($"/api/v1/motions/{motion}/recounts"))
            .Expect(HttpStatusCode.Forbidden);
    }

    [Fact, Trait("rule", "VOTE-13")]
    public async Task the_designations_of_a_motion_are_listed_and_tell_no_choice()
    {
        var (office, motion, _) = await CountedAsync(silence: false);
        var listed = (await office.As(Roles.Auditor).GetAsync($"/api/v1/motions/{motion}/designations"))
            .Expect(HttpStatusCode.OK);
        var one = Assert.Single(listed.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(new string('9', 64), one.GetProperty("documentHash").GetString());
        Assert.DoesNotContain("FOR", listed.Text, StringComparison.Ordinal);
        (await office.As(Roles.Owner).GetAsync($"/api/v1/motions/{motion}/designations"))
            .Expect(HttpStatusCode.Forbidden);
        (await _service.NewOffice().As(Roles.Auditor).GetAsync($"/api/v1/motions/{motion}/designations"))
            .ExpectProblem(HttpStatusCode.NotFound, "motions.not_found");
        Assert.Equal(1L, await _service.Host.QueryAsync<long>("select count(*) from platform.audit where " +
            $"action = 'designation.read' and street_code = '{office.Street}'"));
    }

    /// <summary>Four owners for, one against, one in conflict who has signed; the rest silent.</summary>
    private async Task<(Office Office, Guid Motion, int Ballots)> CountedAsync(bool silence)
    {
        var office = _service.NewOffice();
        var units = Estates.Of(7);
        var motion = await office.OpenAsync(await office.FreezeAsync(await office.RegisterAsync(units)),
            silenceRule: silence ? new { clause = "议事规则第十二条", noticeShowedConsequence = true } : null);
        foreach (var room in (string[])["101", "102", "103", "104"])
            (await office.CastAsync(motion, room, "FOR")).Expect(HttpStatusCode.Created);
        (await office.CastAsync(motion, "106", "AGAINST")).Expect(HttpStatusCode.Created);
        var yes = (await office.CastAsync(motion, "105", "FOR")).Expect(HttpStatusCode.Created).Id;
        (await office.CastAsync(motion, "105", "AGAINST")).Expect(HttpStatusCode.Created);
        (await office.TallyClerk.PostAsync($"/api/v1/motions/{motion}/designations",
            new { ballotId = yes, documentHash = new string('9', 64) })).Expect(HttpStatusCode.Created);
        var delivered = silence ? units.Select(u => u.UnitId).ToArray() : null;
        (await office.CloseAsync(motion, new { deliveredUnits = delivered })).Expect(HttpStatusCode.OK);
        return (office, motion, 7);
    }

    private static string Name(JsonElement difference) => difference.GetProperty("measure").GetString()!;

    private Task<object> TamperAsync(string sql) => _service.Host.QueryAsync<object>(
        $"set session_replication_role = replica; {sql}; select 1");

    private static async Task<(string Motion, string Tally, string Decision)> StateAsync(Office office, Guid motion)
    {
        var tally = await office.Clerk.GetAsync($"/api/v1/motions/{motion}/tally");
        var decision = await office.Clerk.GetAsync($"/api/v1/decisions/{tally["decisionId"]}");
        return ((await office.Clerk.GetAsync($"/api/v1/motions/{motion}")).Text, tally.Text, decision.Text);
    }

    private static Task<Answer> RunAsync(Office office, Guid motion, object body) =>
        office.TallyClerk.PostAsync($"/api/v1/motions/{motion}/recounts", body);
}

using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Lifts;

/// <summary>Scenario 003-5: three owners carry a lift, two do not.</summary>
public sealed class LiftTeamTests(ConsultationService service)
{
    private const string Path = "/api/v1/lift-teams";

    [Fact, Trait("rule", "LIFT-08"), Trait("scenario", "003-5")]
    public async Task two_members_are_refused_and_three_accepted()
    {
        var (office, estate, units) = await DoorwayAsync();

        var refused = await FormAsync(office, estate, Members(units, 2));
        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "lift_teams.too_small");
        Assert.Equal(("LIFT-08", "现有 2 名，还缺 1 名"), (refused.Rule, refused["detail"]));
        Assert.Equal(0, await TeamsAsync(office, estate));

        var formed = (await FormAsync(office, estate, Members(units, 3))).Expect(HttpStatusCode.Created);
        Assert.Equal((3, "1"), (formed.Json.GetProperty("members").GetArrayLength(), formed["number"]));
        Assert.True(formed.Json.GetProperty("members")[0].GetProperty("leads").GetBoolean());
        var read = await office.Clerk.GetAsync($"{Path}/{formed.Id}");
        Assert.Equal((formed["members"], "\"v1\""), (read["members"], read.ETag));
    }

    [Fact, Trait("rule", "LIFT-08")]
    public async Task a_team_that_changes_is_the_next_number_and_the_first_one_stays()
    {
        var (office, estate, units) = await DoorwayAsync();
        var first = (await FormAsync(office, estate, Members(units, 3))).Expect(HttpStatusCode.Created);

        var second = (await FormAsync(office, estate, Members(units, 4))).Expect(HttpStatusCode.Created);

        Assert.Equal(("2", 2), (second["number"], await TeamsAsync(office, estate)));
        Assert.Equal(first.Text, (await office.Clerk.GetAsync($"{Path}/{first.Id}")).Text);
        await Eventually.Async(async () => Assert.Equal(2L, await service.Host.QueryAsync<long>(
            "select count(*) from platform.seal_blocks b join lift_teams t on t.id::text = any(b.keys) " +
            $"where b.chain = 'teams' and t.estate_id = '{estate}'")));
    }

    [Fact, Trait("rule", "LIFT-08")]
    public async Task only_owners_behind_the_doorway_each_once_and_one_of_them_in_the_lead()
    {
        var (office, estate, units) = await DoorwayAsync();
        var three = Members(units, 3);

        (await FormAsync(office, estate, [three[0], three[1], three[1]]))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "lift_teams.member_twice");
        (await FormAsync(office, estate, [.. three.Select(m => m with { Leads = true })]))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "lift_teams.one_lead");
        (await FormAsync(office, estate, [.. three.Select(m => m with { Leads = false })]))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "lift_teams.one_lead");
        (await FormAsync(office, estate, [three[0], three[1], three[2] with { OwnerRef = "TENANT" }]))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "lift_teams.not_an_owner");
        var neighbour = new Member("P5", units[4].UnitId, false); // Of building 2.
        (await FormAsync(office, estate, [three[0], three[1], neighbour]))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "lift_teams.not_an_owner");
        (await FormAsync(office, estate, three, building: "9"))
            .ExpectProblem(HttpStatusCode.NotFound, "lift_teams.doorway_not_found");
        (await FormAsync(office, Guid.NewGuid(), three))
            .ExpectProblem(HttpStatusCode.NotFound, "rolls.estate_not_found");
        (await FormAsync(office, estate, three, formedOn: "2099-01-01"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "lift_teams.formed_in_future");
        Assert.Equal(0, await TeamsAsync(office, estate));
    }

    [Fact]
    public async Task a_team_belongs_to_its_office_and_is_not_for_everybody()
    {
        var (office, estate, units) = await DoorwayAsync();
        var team = (await FormAsync(office, estate, Members(units, 3))).Expect(HttpStatusCode.Created).Id;
        var other = service.NewOffice();

        (await other.Clerk.GetAsync($"{Path}/{team}")).ExpectProblem(HttpStatusCode.NotFound, "lift_teams.not_found");
        (await FormAsync(other, estate, Members(units, 3))).Expect(HttpStatusCode.NotFound);
        (await office.As(Roles.Owner).GetAsync($"{Path}/{team}")).Expect(HttpStatusCode.Forbidden);
        (await office.As(Roles.OwnersCommittee).PostAsync(Path, new { })).Expect(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("""{"estateId":"ESTATE","building":"1","formedOn":"2024-03-04","members":[]}""")]
    [InlineData("""{"estateId":"ESTATE","building":" ","formedOn":"2024-03-04","members":[{}]}""")]
    [InlineData("""{"estateId":"ESTATE","building":"1","formedOn":"2024-03-04","members":[null,null,null]}""")]
    [InlineData("""{"estateId":"ESTATE","building":"1","formedOn":"2024-02-30","members":[]}""")]
    [InlineData("""{"estateId":"ESTATE","building":"1","formedOn":"2024-03-04"}""")]
    [InlineData("""{"estateId":"x","building":"1","formedOn":"2024-03-04","members":[]}""")]
    [InlineData("""{"estateId":"ESTATE","building":"1","formedOn":"2024-03-04","members":[],"lead":"P1"}""")]
    public async Task bad_input_forms_nothing(string json)
    {
        var (office, estate, _) = await DoorwayAsync();

        var answer = await office.Clerk.PostJsonAsync(
            Path, json.Replace("ESTATE", $"{estate}", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.MediaType));
        Assert.Equal(0, await TeamsAsync(office, estate));
    }

    private async Task<(Office Office, Guid Estate, RegisteredUnit[] Units)> DoorwayAsync()
    {
        var office = service.NewOffice();
        RegisteredUnit[] units =
            [.. Estates.Of(4), Estates.Unit("101", ["P5"], building: "2")]; // Each with its own owner.
        return (office, await office.RegisterAsync(units), units);
    }

    private static Member[] Members(RegisteredUnit[] units, int count) =>
        [.. units.Take(count).Select((u, i) => new Member(u.OwnerRefs[0], u.UnitId, Leads: i == 0))];

    private static Task<Answer> FormAsync(
        Office office, Guid estateId, Member[] members, string building = "1", string formedOn = "2024-03-04") =>
        office.Clerk.PostAsync(Path, new { estateId, building, entrance = "1", formedOn, members });

    private static async Task<int> TeamsAsync(Office office, Guid estate) =>
        (await office.Clerk.GetAsync($"{Path}?estateId={estate}")).Expect(HttpStatusCode.OK)
            .Json.GetProperty("items").GetArrayLength();

    private sealed record Member(string OwnerRef, Guid UnitId, bool Leads);
}

using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;
using Npgsql;

namespace CivicPlatform.Consultation.Tests.Rolls;

public sealed class RollTests(ConsultationService service)
{
    [Fact, Trait("rule", "VOTE-17")]
    public async Task keeps_the_seller_when_a_unit_changes_hands_after_the_freeze()
    {
        var (office, units) = (service.NewOffice(), Estates.Of(3));
        var estate = await office.RegisterAsync(units);
        var roll = await office.FreezeAsync(estate);

        await office.TransferAsync(estate, units[0].UnitId, version: 2, "SOLD", "P2");
        await Eventually.Async(async () => Assert.Equal(2L, await service.Host.QueryAsync<long>(
            $"select holding_version from register_units where id = '{units[0].UnitId}'")));

        Assert.Equal("3", (await office.Clerk.GetAsync($"/api/v1/rolls/{roll}"))["heads"]);
        var later = await office.FreezeAsync(estate);
        Assert.Equal("2", (await office.Clerk.GetAsync($"/api/v1/rolls/{later}"))["heads"]);
    }

    [Fact, Trait("rule", "VOTE-12"), Trait("rule", "VOTE-20")]
    public async Task counts_one_owner_once_in_every_scope_that_holds_his_units()
    {
        var office = service.NewOffice();
        var estate = await office.RegisterAsync(
            Estates.Unit("101", ["A"]), Estates.Unit("102", ["A"]), Estates.Unit("103", ["B"]),
            Estates.Unit("101", ["A"], building: "2", area: 50m), Estates.Unit("102", ["A", "B"], building: "2"));

        var area = await PostAsync(office, estate, new { kind = "AREA" });
        var second = await PostAsync(office, estate, new { kind = "BUILDING", building = "2" });
        var entrance = await PostAsync(office, estate, new { kind = "ENTRANCE", building = "1", entrance = "1" });

        Assert.Equal(("5", "3", "450.00"), (area["units"], area["heads"], area["area"]));
        Assert.Equal(("2", "2", "150.00"), (second["units"], second["heads"], second["area"]));
        Assert.Equal(("3", "2", "300.00"), (entrance["units"], entrance["heads"], entrance["area"]));
    }

    [Fact, Trait("rule", "VOTE-20")]
    public async Task takes_listed_units_and_refuses_strangers_and_empty_scopes()
    {
        var (office, units) = (service.NewOffice(), Estates.Of(4));
        var estate = await office.RegisterAsync(units);

        Guid[] riser = [units[0].UnitId, units[2].UnitId];
        Assert.Equal("2", (await PostAsync(office, estate, new { kind = "RISER", units = riser }))["units"]);

        (await TryAsync(office, estate, new { kind = "CUSTOM", units = new[] { units[0].UnitId, Guid.NewGuid() } }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "rolls.units_unknown");
        (await TryAsync(office, estate, new { kind = "BUILDING", building = "9" }))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "rolls.scope_empty");
        (await TryAsync(office, estate, new { kind = "AREA", building = "1" })).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task is_never_changed_by_anybody()
    {
        var office = service.NewOffice();
        var roll = await office.FreezeAsync(await office.RegisterAsync(Estates.Of(2)));

        foreach (var sql in (string[])
            [$"update roll_units set area = 1 where roll_id = '{roll}'", $"delete from rolls where id = '{roll}'"])
        {
            await Assert.ThrowsAsync<PostgresException>(() => service.Host.QueryAsync<object>(sql));
        }
    }

    [Fact]
    public async Task belongs_to_one_street_office_and_its_clerks()
    {
        var (office, other) = (service.NewOffice(), service.NewOffice());
        var estate = await office.RegisterAsync(Estates.Of(2));
        var roll = await office.FreezeAsync(estate);

        (await other.Clerk.GetAsync($"/api/v1/rolls/{roll}")).Expect(HttpStatusCode.NotFound);
        (await TryAsync(other, estate, new { kind = "AREA" }))
            .ExpectProblem(HttpStatusCode.NotFound, "rolls.estate_not_found");
        (await office.As(Roles.Owner).GetAsync($"/api/v1/rolls/{roll}/units")).Expect(HttpStatusCode.Forbidden);
        (await office.As(Roles.Owner).PostAsync("/api/v1/rolls", new { })).Expect(HttpStatusCode.Forbidden);
        (await service.Host.Anonymous().GetAsync($"/api/v1/rolls/{roll}")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task is_listed_by_pages_and_read_with_an_etag()
    {
        var (office, units) = (service.NewOffice(), Estates.Of(5));
        var estate = await office.RegisterAsync(units);
        Guid[] rolls = new Guid[3];
        for (var i = 0; i < 3; i++) rolls[i] = await office.FreezeAsync(estate);

        var first = await office.Clerk.GetAsync($"/api/v1/rolls?estateId={estate}&limit=2");
        var second = await office.Clerk.GetAsync($"/api/v1/rolls?estateId={estate}&limit=2&after={first["next"]}");
        Assert.Equal([rolls[2], rolls[1]], IdsOf(first));
        Assert.Equal([rolls[0]], IdsOf(second));

        var read = await office.Clerk.GetAsync($"/api/v1/rolls/{rolls[0]}");
        (await office.Clerk.GetAsync($"/api/v1/rolls/{rolls[0]}", ("If-None-Match", read.ETag!)))
            .Expect(HttpStatusCode.NotModified);

        var page = await office.Clerk.GetAsync($"/api/v1/rolls/{rolls[0]}/units?limit=3");
        var rest = await office.Clerk.GetAsync($"/api/v1/rolls/{rolls[0]}/units?limit=3&after={page["next"]}");
        Assert.Equal(3, page.Json.GetProperty("items").GetArrayLength());
        Assert.Equal(2, rest.Json.GetProperty("items").GetArrayLength());
        (await office.Clerk.GetAsync("/api/v1/rolls?limit=0")).Expect(HttpStatusCode.BadRequest);
        (await office.Clerk.GetAsync("/api/v1/rolls?after=nonsense")).Expect(HttpStatusCode.BadRequest);
    }

    private static Guid[] IdsOf(Answer answer) =>
        [.. answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())];

    private static async Task<Answer> PostAsync(Office office, Guid estate, object scope) =>
        (await TryAsync(office, estate, scope)).Expect(HttpStatusCode.Created);

    private static Task<Answer> TryAsync(Office office, Guid estate, object scope) =>
        office.Clerk.PostAsync("/api/v1/rolls", new { estateId = estate, scope });
}

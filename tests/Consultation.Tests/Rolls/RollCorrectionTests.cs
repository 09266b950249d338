using System.Globalization;
using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;
using Npgsql;

namespace CivicPlatform.Consultation.Tests.Rolls;

public sealed class RollCorrectionTests(ConsultationService service)
{
    private static readonly string s_paper = new('d', 64);

    [Fact, Trait("rule", "VOTE-11"), Trait("rule", "VOTE-14")]
    public async Task counts_heads_again_after_every_correction_and_keeps_before_and_after()
    {
        var (office, units, roll) = await FrozenAsync(4);

        // 102 belongs to the owner of 101; 103 was never handed over; 104 is larger than the register's copy says.
        (await CorrectAsync(office, roll, new { unitId = units[1].UnitId, ownerRefs = new[] { "P1" } }))
            .Expect(HttpStatusCode.Created);
        var handed = (await CorrectAsync(office, roll, new { unitId = units[2].UnitId, saleStatus = "UNSOLD" }))
            .Expect(HttpStatusCode.Created);
        (await CorrectAsync(office, roll,
            new { unitId = units[3].UnitId, area = "120.50", areaSource = "SURVEY" })).Expect(HttpStatusCode.Created);

        var read = await office.Clerk.GetAsync($"/api/v1/rolls/{roll}");
        Assert.Equal(("3", "420.50", "3"), (read["heads"], read["area"], read["corrections"]));
        Assert.Equal(("SOLD", "UNSOLD"), (handed["before.saleStatus"], handed["after.saleStatus"]));
        Assert.Equal(("3", "3"), (handed["before.rollHeads"], handed["after.rollHeads"]));
        var listed = (await office.Clerk.GetAsync($"/api/v1/rolls/{roll}/corrections")).Expect(HttpStatusCode.OK);
        var first = listed.Json.GetProperty("items")[0];
        Assert.Equal("4", first.GetProperty("before").GetProperty("rollHeads").ToString());
        Assert.Equal("""["P2"]""", first.GetProperty("before").GetProperty("ownerRefs").GetRawText());
        Assert.Equal("u-1", first.GetProperty("correctedBy").GetString());
        var unit = (await office.Clerk.GetAsync($"/api/v1/rolls/{roll}/units")).Json.GetProperty("items")
            .EnumerateArray().Single(u => u.GetProperty("room").GetString() == "104");
        Assert.Equal("SURVEY", unit.GetProperty("areaSource").GetString());
    }

    [Fact, Trait("rule", "VOTE-16")]
    public async Task hangs_until_its_last_day_is_over_and_then_never_changes()
    {
        var (office, units, roll) = await FrozenAsync(3);
        var today = CivilTime.DayOf(DateTimeOffset.UtcNow);
        (await SealAsync(office, roll)).ExpectProblem(HttpStatusCode.Conflict, "rolls.not_posted");
        (await office.PostRollAsync(roll, Day(today), Day(today.AddDays(3)))).Expect(HttpStatusCode.OK);
        var early = (await SealAsync(office, roll)).ExpectProblem(HttpStatusCode.Conflict, "rolls.still_posted");
        Assert.Equal("VOTE-16", early.Rule);
        (await CorrectAsync(office, roll, new { unitId = units[0].UnitId, ownerRefs = new[] { "P2" } }))
            .Expect(HttpStatusCode.Created);

        await office.MoveClockToAsync(CivilTime.EndOf(today.AddDays(3)).AddSeconds(1));
        var done = (await SealAsync(office, roll)).Expect(HttpStatusCode.OK);

        Assert.Equal(("SEALED", "2"), (done["status"], done["heads"]));
        Assert.Equal(done["contentHash"], (await office.Clerk.GetAsync($"/api/v1/rolls/{roll}"))["contentHash"]);
        foreach (var refused in (Answer[])[
            await CorrectAsync(office, roll, new { unitId = units[1].UnitId, ownerRefs = new[] { "P3" } }),
            await office.PostRollAsync(roll), await SealAsync(office, roll)])
        {
            refused.ExpectProblem(HttpStatusCode.Conflict, "rolls.sealed");
            Assert.Equal("VOTE-16", refused.Rule);
        }
    }

    [Fact, Trait("rule", "VOTE-16")]
    public async Task is_voted_on_only_when_sealed_and_signed_with_the_same_hash()
    {
        var (office, _, roll) = await FrozenAsync(3);
        (await office.Clerk.PostAsync("/api/v1/motions", Office.Motion(roll)))
            .ExpectProblem(HttpStatusCode.Conflict, "rolls.not_sealed");
        (await office.Clerk.PostAsync("/api/v1/consent-boards", new { rollId = roll, title = "上下水" }))
            .ExpectProblem(HttpStatusCode.Conflict, "rolls.not_sealed");

        var motion = await office.OpenAsync(await office.SealAsync(roll));
        (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK);
        var trackers = await service.Host.Anonymous().GetAsync($"/api/v1/motions/{motion}/trackers");
        Assert.Equal((await office.Clerk.GetAsync($"/api/v1/rolls/{roll}"))["contentHash"], trackers["rollHash"]);
    }

    [Fact, Trait("rule", "VOTE-16")]
    public async Task that_was_changed_in_the_database_is_not_counted_on()
    {
        var (office, units, roll) = await FrozenAsync(3);
        var motion = await office.OpenAsync(await office.SealAsync(roll));

        await service.Host.QueryAsync<string>("set session_replication_role = replica; " +
            $"update roll_units set area = 900 where roll_id = '{roll}' and unit_id = '{units[0].UnitId}' " +
            "returning room");

        var refused = (await office.CloseAsync(motion)).ExpectProblem(HttpStatusCode.Conflict, "motions.roll_differs");
        Assert.Equal("VOTE-16", refused.Rule);
    }

    [Fact]
    public async Task takes_no_correction_that_corrects_nothing_or_makes_no_sense()
    {
        var (office, units, roll) = await FrozenAsync(2);
        var unitId = units[0].UnitId;
        (object Change, string Code)[] refused =
        [
            (new { unitId, ownerRefs = new[] { "P1" } }, "rolls.nothing_corrected"),
            (new { unitId }, "rolls.nothing_corrected"),
            (new { unitId, area = "90.00" }, "rolls.area_without_source"),
            (new { unitId, ownerRefs = Array.Empty<string>() }, "rolls.owners_missing"),
            (new { unitId = Guid.CreateVersion7(), ownerRefs = new[] { "P2" } }, "rolls.unit_not_on_roll"),
        ];
        foreach (var (change, code) in refused)
            (await CorrectAsync(office, roll, change)).ExpectProblem(HttpStatusCode.UnprocessableEntity, code);
        (await CorrectAsync(office, roll, new { unitId, area = "-1", areaSource = "SURVEY" }))
            .Expect(HttpStatusCode.BadRequest);
        (await office.Clerk.PostAsync($"/api/v1/rolls/{roll}/corrections",
            new { unitId, ownerRefs = new[] { "P2" }, reason = "CLERICAL", documentHash = "张三" }))
            .Expect(HttpStatusCode.BadRequest);
        (await office.PostRollAsync(roll, "2023-04-03", "2023-04-03"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "rolls.posting_days");
        (await office.PostRollAsync(roll, "2099-04-03", "2099-04-10"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "rolls.posting_days");
        Assert.Equal("0", (await office.Clerk.GetAsync($"/api/v1/rolls/{roll}"))["corrections"]);
    }

    [Fact]
    public async Task is_corrected_by_its_own_office_and_its_staff_only()
    {
        var (office, units, roll) = await FrozenAsync(2);
        var body = Body(new { unitId = units[0].UnitId, ownerRefs = new[] { "P2" } });
        var path = $"/api/v1/rolls/{roll}/corrections";

        (await service.NewOffice().Clerk.PostAsync(path, body)).Expect(HttpStatusCode.NotFound);
        (await office.As(Roles.CommunityWorker).PostAsync(path, body)).Expect(HttpStatusCode.Forbidden);
        (await office.As(Roles.CommunityWorker).GetAsync(path)).Expect(HttpStatusCode.Forbidden);
        (await office.Clerk.PostAsync(path, body, headers: ("If-Match", "\"v7\"")))
            .Expect(HttpStatusCode.PreconditionFailed);
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => office.Clerk.PostAsync(path, body)));
        Assert.Equal(1, answers.Count(a => a.Status is HttpStatusCode.Created));
        Assert.Equal("1", (await office.Clerk.GetAsync($"/api/v1/rolls/{roll}"))["corrections"]);
    }

    [Theory]
    [InlineData("update roll_units set area = 1 where roll_id = '{0}'")]
    [InlineData("update rolls set heads = 1 where id = '{0}'")]
    [InlineData("delete from roll_units where roll_id = '{0}'")]
    [InlineData("insert into roll_units select roll_id, gen_random_uuid(), street_code, division_code, building, " +
        "entrance, '999', area, sale_status, owner_refs from roll_units where roll_id = '{0}' limit 1")]
    public async Task no_login_changes_a_sealed_roll(string sql)
    {
        var (office, _, roll) = await FrozenAsync(2);
        await office.SealAsync(roll);
        var statement = sql.Replace("{0}", $"{roll}", StringComparison.Ordinal);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => service.Host.QueryAsync<object>(statement));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private async Task<(Office Office, RegisteredUnit[] Units, Guid Roll)> FrozenAsync(int units)
    {
        var (office, register) = (service.NewOffice(), Estates.Of(units));
        return (office, register, await office.FreezeOnlyAsync(await office.RegisterAsync(register)));
    }

    private static Task<Answer> CorrectAsync(Office office, Guid roll, object change) =>
        office.Clerk.PostAsync($"/api/v1/rolls/{roll}/corrections", Body(change));

    private static Dictionary<string, object?> Body(object change)
    {
        var body = change.GetType().GetProperties().ToDictionary(p => p.Name, p => p.GetValue(change));
        (body["reason"], body["documentHash"]) = ("REGISTER_EXTRACT", s_paper);
        return body;
    }

    private static Task<Answer> SealAsync(Office office, Guid roll) =>
        office.Clerk.PostAsync($"/api/v1/rolls/{roll}/seal", new { });

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

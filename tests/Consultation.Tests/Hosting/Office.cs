using System.Net;
using CivicPlatform.Consultation.Archives;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Hosting;

/// <summary>A street office of one test and what its staff do, named as they would say it.</summary>
public sealed class Office(ConsultationService service, string street)
{
    private static readonly AgendaItem[] s_items = [new("大修", "十八部电梯大修，自筹资金。")];
    private readonly DateTimeOffset _bornAt = DateTimeOffset.UtcNow;
    private long _clockVersion;

    public string Street => street;

    public string Community => $"{street}901";

    public ApiClient Clerk => service.Host.As(Roles.StreetClerk, street);

    public ApiClient TallyClerk => service.Host.As(Roles.TallyClerk, street);

    public ApiClient As(string role) => service.Host.As(role, street);

    /// <summary>Sends the register's events and waits until the read model is whole.</summary>
    public async Task<Guid> RegisterAsync(params RegisteredUnit[] units)
    {
        var estate = Guid.CreateVersion7();
        foreach (var batch in units.Chunk(500)) await PublishUnitsAsync(estate, batch);
        await PublishEstateAsync(estate, units.Length, units.Sum(unit => unit.Area));
        await WaitUntilWholeAsync(estate, units.Length);
        return estate;
    }

    public Task PublishUnitsAsync(Guid estate, IReadOnlyList<RegisteredUnit> units) =>
        service.Host.PublishAsync(new UnitsRegistered
        {
            AggregateId = estate,
            AggregateVersion = 1,
            OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = street,
            DivisionCode = Community,
            Units = units,
        });

    public Task PublishEstateAsync(Guid estate, int units, decimal area, long version = 1) =>
        service.Host.PublishAsync(new EstateRegistered
        {
            AggregateId = estate,
            AggregateVersion = version,
            OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = street,
            DivisionCode = Community,
            Name = "测试小区",
            Units = units,
            Area = area,
        });

    /// <summary>Returns once the transfer has had its effect, so that a test decides the order.</summary>
    public async Task TransferAsync(Guid estate, Guid unit, long version, string status, params string[] owners)
    {
        var message = new OwnershipTransferred
        {
            AggregateId = unit,
            AggregateVersion = version,
            OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = street,
            EstateId = estate,
            OwnerRefs = owners,
            SaleStatus = status,
            TransferredOn = new DateOnly(2026, 1, 5),
        };
        await service.Host.PublishAsync(message);
        await Eventually.Async(async () => Assert.Equal(1L, await service.Host.QueryAsync<long>(
            $"select count(*) from platform.inbox where message_id = '{message.EventId}'")));
    }

    public async Task WaitUntilWholeAsync(Guid estate, int units) => await Eventually.Async(async () =>
        Assert.Equal(units, await service.Host.QueryAsync<long>(
            $"select count(*) from register_units u join register_estates e on e.id = u.estate_id " +
            $"where e.id = '{estate}' and u.building is not null")));

    /// <summary>Sets the office's civil clock, as Registry's event would.</summary>
    public async Task MoveClockToAsync(DateTimeOffset instant)
    {
        var offset = (long)Math.Ceiling((instant - DateTimeOffset.UtcNow).TotalSeconds);
        await service.Host.PublishAsync(new CivilClockMoved
        {
            AggregateId = Guid.NewGuid(),
            AggregateVersion = ++_clockVersion,
            OccurredAt = _bornAt,
            StreetCode = street,
            OffsetSeconds = offset,
        });
        await Eventually.Async(async () => Assert.Equal(offset, await service.Host.QueryAsync<long>(
            $"select coalesce(max(offset_seconds), 0) from platform.civil_clock where street_code = '{street}'")));
    }

    /// <summary>A roll of the whole estate, posted and sealed.</summary>
    public async Task<Guid> FreezeAsync(Guid estate) => await SealAsync(await FreezeOnlyAsync(estate));

    public async Task<Guid> FreezeOnlyAsync(Guid estate) =>
        (await Clerk.PostAsync("/api/v1/rolls", new { estateId = estate, scope = new { kind = "AREA" } }))
            .Expect(HttpStatusCode.Created).Id;

    /// <summary>Posts a frozen roll, as it hung in 2023, and seals it.</summary>
    public async Task<Guid> SealAsync(Guid roll)
    {
        (await PostRollAsync(roll)).Expect(HttpStatusCode.OK);
        (await Clerk.PostAsync($"/api/v1/rolls/{roll}/seal", new { })).Expect(HttpStatusCode.OK);
        return roll;
    }

    public Task<Answer> PostRollAsync(Guid roll, string postedOn = "2023-04-03", string until = "2023-04-10") =>
        Clerk.PostAsync($"/api/v1/rolls/{roll}/posting", new { places = new[] { "小区公告栏" }, postedOn, until });

    public async Task<Guid> OpenAsync(
        Guid roll, string matter = "M5", Guid? caseId = null, object? silenceRule = null) =>
        (await Clerk.PostAsync("/api/v1/motions", Motion(roll, matter, caseId: caseId, silenceRule: silenceRule)))
            .Expect(HttpStatusCode.Created).Id;

    /// <summary>A motion whose notice hung in April 2023; its voting opened on the first of May.</summary>
    public static Dictionary<string, object?> Motion(
        Guid roll, string matter = "M5", string title = "电梯大修", Guid? caseId = null, object? silenceRule = null) =>
        new()
        {
            ["rollId"] = roll, ["matter"] = matter, ["title"] = title, ["caseId"] = caseId,
            ["silenceRule"] = silenceRule, ["items"] = s_items, ["votingOpensAt"] = "2023-05-01T00:00:00+08:00",
            ["notice"] = Notice(title),
        };

    public static Dictionary<string, object?> Notice(
        string title = "电梯大修", string postedAt = "2023-04-03T09:00:00+08:00") => new()
        {
            ["postedAt"] = postedAt, ["places"] = new[] { "小区公告栏" }, ["evidence"] = new[] { new string('e', 64) },
            ["agendaHash"] = VoteProof.AgendaHash(title, s_items),
        };

    public Task<Answer> CastAsync(Guid motion, string room, string choice, string? key = null) =>
        TallyClerk.PostAsync($"/api/v1/motions/{motion}/ballots", Paper(room, choice), key);

    public Task<Answer> ImportAsync(Guid motion, string csv) => TallyClerk.PostCsvAsync(
        $"/api/v1/motions/{motion}/ballot-imports", System.Text.Encoding.UTF8.GetBytes(csv));

    public Task<Answer> CloseAsync(Guid motion, object? body = null) =>
        TallyClerk.PostAsync($"/api/v1/motions/{motion}/close", body ?? new { });

    public Task<Answer> PostResultAsync(Guid motion, params string[] places) =>
        Clerk.PostAsync($"/api/v1/motions/{motion}/publicity", new { places });

    public static object Paper(string room, string choice) => new
    {
        building = "1", entrance = "1", room, choice, channel = "PAPER", castAt = "2023-05-20T09:02:00+08:00",
    };
}

/// <summary>Units of building 1, entrance 1, as the register tells them.</summary>
internal static class Estates
{
    /// <summary>Rooms 101, 102, ... of 100.00 m² each, each with its own owner.</summary>
    public static RegisteredUnit[] Of(int units) =>
        [.. Enumerable.Range(1, units).Select(i => Unit($"{100 + i}", [$"P{i}"]))];

    public static RegisteredUnit Unit(
        string room, string[] owners, string building = "1", decimal area = 100m, string status = "SOLD") =>
        new(Guid.CreateVersion7(), building, "1", room, 1, area, "FLAT", status, owners);
}

using System.Globalization;
using System.Net;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Kernel;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.CostAgreements;

/// <summary>A street office of its own: one doorway to get a lift (R-10, R-12), and a flat of another one.</summary>
internal sealed partial class LiftOffice(FundsHost funds, string district)
{
    private static int s_serial;

    private readonly string _street = $"{district}{Random.Shared.Next(100, 999)}";
    private readonly DateTimeOffset _bornAt = DateTimeOffset.UtcNow;

    public Guid Estate { get; } = Guid.CreateVersion7();

    /// <summary>Units of the lift's doorway, by room.</summary>
    public IReadOnlyList<RegisteredUnit> Units { get; private set; } = [];

    /// <summary>Of the doorway beside.</summary>
    public RegisteredUnit Outside { get; } =
        new(Guid.CreateVersion7(), "16", "2", "101", 1, 60.00m, "FLAT", "SOLD", ["P99"]);

    public ApiClient Manager => As("fund-manager");

    public FundsHost Funds => funds;

    /// <summary>The day on which the test began.</summary>
    public DateOnly Today => CivilTime.DayOf(_bornAt);

    public ApiClient As(string role, string subject = "u-1") => funds.Host.As(role, _street, subject);

    /// <summary>Floors 2 to 6, two flats each, doorway 1 of building 16; or the flats given.</summary>
    public static async Task<LiftOffice> OpenAsync(
        FundsHost funds, string district = "310106", IReadOnlyList<RegisteredUnit>? units = null)
    {
        var office = new LiftOffice(funds, district) { Units = units ?? Flats(Enumerable.Range(2, 5), 2) };
        await office.RegisterAsync();
        return office;
    }

    /// <summary>Equal flats of doorway 1.</summary>
    public static IReadOnlyList<RegisteredUnit> Flats(IEnumerable<int> floors, int perFloor) =>
    [
        .. from floor in floors
           from door in Enumerable.Range(1, perFloor)
           select new RegisteredUnit(Guid.CreateVersion7(), "16", "1", $"{floor}{door:00}", floor, 90.00m, "FLAT",
               "SOLD", [$"P{floor}{door:00}"]),
    ];

    public RegisteredUnit Flat(string room) => Units.Single(u => u.Room == room);

    /// <summary>R-10: works 700,000.00, subsidy 280,000.00, by travelled floors; changed as given.</summary>
    public Dictionary<string, object?> Terms(
        IReadOnlyCollection<string>? nonPayers = null, (string Room, string Extra)? volunteer = null,
        params (string Name, object? Value)[] changes)
    {
        var terms = new Dictionary<string, object?>
        {
            ["costs"] = new { works = "700000.00", subsidy = "280000.00" },
            ["households"] = Units.Select(u => new
            {
                unitId = u.UnitId,
                participation = nonPayers?.Contains(u.Room) == true ? "NO_PAY_NO_USE" : "PAY",
                extra = u.Room == volunteer?.Room ? volunteer.Value.Extra : "0.00",
            }).ToArray(),
        };
        foreach (var (name, value) in changes) terms[name] = value;
        return terms;
    }

    /// <summary>R-12: both flats of floor 2 and one of floor 3 do not pay, 602 volunteers 30,000.00.</summary>
    public Dictionary<string, object?> Dropped(params (string Name, object? Value)[] changes) =>
        Terms(["201", "202", "301"], ("602", "30000.00"), changes);

    public Task<Answer> DraftAsync(object terms, string? key = null) => Manager.PostAsync(
        "/api/v1/cost-agreements",
        new { estateId = Estate, title = "16号楼1单元加装电梯", building = "16", entrance = "1", terms }, key);

    public async Task<Guid> DraftedAsync(object terms) => (await DraftAsync(terms)).Expect(HttpStatusCode.Created).Id;

    public Task<Answer> ReviseAsync(Guid agreement, object terms, string reason = "三户不出资") =>
        PostAsync(agreement, "versions", new { terms, reason });

    public Task<Answer> PostAsync(Guid agreement, string step, object body, string? key = null) =>
        Manager.PostAsync($"/api/v1/cost-agreements/{agreement}/{step}", body, key);

    public async Task<Answer> ReadAsync(Guid agreement) =>
        (await Manager.GetAsync($"/api/v1/cost-agreements/{agreement}")).Expect(HttpStatusCode.OK);

    /// <summary>One figure of every household, in the order of the rooms.</summary>
    public async Task<string[]> FiguresAsync(Guid agreement, string name, int? version = null)
    {
        var answer = await Manager.GetAsync(
            $"/api/v1/cost-agreements/{agreement}/households?limit=200{(version is { } v ? $"&version={v}" : "")}");
        return [.. answer.Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()
            .Select(line => line.TryGetProperty(name, out var figure) ? figure.ToString() : "")];
    }

    public async Task<Answer> SignAsync(
        Guid agreement, RegisteredUnit unit, string? hash = null, string? signer = null, DateOnly? on = null,
        string? key = null) => await PostAsync(agreement, "signatures", new
        {
            unitId = unit.UnitId, versionHash = hash ?? (await ReadAsync(agreement))["versionHash"],
            signer = signer ?? unit.OwnerRefs[0], signedOn = $"{on ?? Today:yyyy-MM-dd}",
        }, key);

    /// <summary>Every household signs the current version.</summary>
    public async Task SignAllAsync(Guid agreement)
    {
        var hash = (await ReadAsync(agreement))["versionHash"];
        foreach (var unit in Units) (await SignAsync(agreement, unit, hash)).Expect(HttpStatusCode.Created);
    }

    public async Task<Answer> ConcludeAsync(Guid agreement, string? hash = null) => await PostAsync(
        agreement, "conclude", new { versionHash = hash ?? (await ReadAsync(agreement))["versionHash"] });

    /// <summary>An agreement on those terms that everybody has signed.</summary>
    public async Task<Guid> ConcludedAsync(object terms)
    {
        var agreement = await DraftedAsync(terms);
        await SignAllAsync(agreement);
        (await ConcludeAsync(agreement)).Expect(HttpStatusCode.OK);
        return agreement;
    }

    /// <summary>A bank serial that no other test has.</summary>
    public static string Serial() =>
        $"L{Interlocked.Increment(ref s_serial).ToString("000000", CultureInfo.InvariantCulture)}";

    private async Task RegisterAsync()
    {
        RegisteredUnit[] all = [.. Units, Outside];
        await funds.Host.PublishAsync(new UnitsRegistered
        {
            AggregateId = Estate, AggregateVersion = 1, OccurredAt = _bornAt, StreetCode = _street,
            DivisionCode = $"{_street}001", Units = all,
        });
        await funds.Host.PublishAsync(new EstateRegistered
        {
            AggregateId = Estate, AggregateVersion = 2, OccurredAt = _bornAt, StreetCode = _street,
            DivisionCode = $"{_street}001", Name = "第一小区", Units = all.Length, Area = all.Sum(u => u.Area),
        });
        await Eventually.Async(async () => Assert.Equal(all.Length + 1, await funds.Host.QueryAsync<long>(
            $"select (select count(*) from units where estate_id = '{Estate}') + " +
            $"(select count(*) from estates where estate_id = '{Estate}')")), TimeSpan.FromSeconds(90));
    }
}

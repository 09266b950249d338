using System.Globalization;
using System.Net;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Kernel;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.SpendRequests;

/// <summary>
/// A street office of its own with one entrance of six flats (004-14), their fund, and what other services told.
/// </summary>
internal sealed class SpendOffice(FundsHost funds, string district)
{
    public const string Account = "31001234567890123";

    public static readonly string Paper = new('a', 64);

    private readonly string _street = $"{district}{Random.Shared.Next(100, 999)}";
    private readonly DateTimeOffset _bornAt = DateTimeOffset.UtcNow;
    private long _clockVersion;

    public Guid Estate { get; } = Guid.CreateVersion7();

    public Guid Fund { get; private set; }

    public IReadOnlyList<RegisteredUnit> Units { get; private set; } = [];

    public ApiClient Manager => As("fund-manager");

    public ApiClient As(string role, string subject = "u-1") => funds.Host.As(role, _street, subject);

    public FundsHost Funds => funds;

    /// <summary>The office of a district, with entrance 1 of building 1 and one flat of entrance 2.</summary>
    public static async Task<SpendOffice> OpenAsync(FundsHost funds, string district = "310106")
    {
        var office = new SpendOffice(funds, district);
        decimal[] areas = [89.32m, 89.32m, 102.15m, 102.15m, 75.60m, 75.60m];
        office.Units =
        [
            .. areas.Select((area, i) => Flat("1", $"{((i / 2) + 1) * 100 + (i % 2) + 1}", area, $"P{i + 1}")),
            Flat("2", "101", 60.00m, "P7"),
        ];
        await office.RegisterAsync();
        office.Fund = await office.OpenFundAsync();
        return office;
    }

    private async Task RegisterAsync()
    {
        await funds.Host.PublishAsync(new UnitsRegistered
        {
            AggregateId = Estate, AggregateVersion = 1, OccurredAt = _bornAt, StreetCode = _street,
            DivisionCode = $"{_street}001", Units = Units,
        });
        await funds.Host.PublishAsync(new EstateRegistered
        {
            AggregateId = Estate, AggregateVersion = 2, OccurredAt = _bornAt, StreetCode = _street,
            DivisionCode = $"{_street}001", Name = "瑞园", Units = Units.Count, Area = Units.Sum(u => u.Area),
        });
        await Eventually.Async(async () => Assert.Equal(Units.Count + 1, await funds.Host.QueryAsync<long>(
            $"select (select count(*) from units where estate_id = '{Estate}') + " +
            $"(select count(*) from estates where estate_id = '{Estate}')")), TimeSpan.FromSeconds(90));
    }

    private async Task<Guid> OpenFundAsync() => (await Manager.PostAsync("/api/v1/accounts", new
    {
        estateId = Estate, name = "维修资金专户", bankName = "某银行",
        accountNumber = Random.Shared.NextInt64(1_000_000_000_000, 9_999_999_999_999)
            .ToString(CultureInfo.InvariantCulture), purpose = "MAINTENANCE_FUND", custody = "HOUSING_AUTHORITY",
    })).Expect(HttpStatusCode.Created).Id;

    /// <summary>The roof of entrance 1 for 28,600.00, out of warranty, asked by the owners; changed as given.</summary>
    public Dictionary<string, object?> Roof(params (string Name, object? Value)[] changes)
    {
        var body = new Dictionary<string, object?>
        {
            ["accountId"] = Fund, ["title"] = "1幢1单元屋面防水",
            ["scope"] = new { kind = "ENTRANCE", building = "1", entrance = "1" },
            ["items"] = new[] { new { name = "防水层", amount = "20000.00" }, new { name = "保温层", amount = "8600.00" } },
            ["partCode"] = "ROOF", ["warrantyEndsOn"] = "2016-06-30", ["liability"] = "NONE", ["proposer"] = "OWNERS",
            ["hasPropertyCompany"] = false,
        };
        foreach (var (name, value) in changes) body[name] = value;
        return body;
    }

    public async Task<Guid> ProposeAsync(params (string Name, object? Value)[] changes) =>
        (await Manager.PostAsync("/api/v1/spend-requests", Roof(changes))).Expect(HttpStatusCode.Created).Id;

    public Task<Answer> StepAsync(Guid request, string step, object body, string? key = null) =>
        Manager.PostAsync($"/api/v1/spend-requests/{request}/{step}", body, key);

    public async Task<string> StatusAsync(Guid request) =>
        (await Manager.GetAsync($"/api/v1/spend-requests/{request}")).Expect(HttpStatusCode.OK)["status"];

    /// <summary>A vote that began.</summary>
    public async Task<Guid> MotionAsync(string matter = "M5", string scope = "ENTRANCE", string? building = "1")
    {
        var motion = Guid.CreateVersion7();
        await funds.Host.PublishAsync(new MotionOpened
        {
            AggregateId = motion, AggregateVersion = 1, OccurredAt = _bornAt, StreetCode = _street, EstateId = Estate,
            MatterCode = matter, Scope = scope, Building = building, ClosesAt = _bornAt.AddDays(60),
        });
        await Eventually.Async(async () => Assert.Equal(1L, await funds.Host.QueryAsync<long>(
            $"select count(*) from voted_motions where motion_id = '{motion}' and scope is not null")));
        return motion;
    }

    /// <summary>It was counted.</summary>
    public Task TallyAsync(Guid motion, string outcome) => funds.Host.PublishAsync(new MotionTallied
    {
        AggregateId = motion, AggregateVersion = 2, OccurredAt = _bornAt, StreetCode = _street, EstateId = Estate,
        MatterCode = "M5", Outcome = outcome, ParticipatingArea = 0, ParticipatingHeads = 0, ForArea = 0, ForHeads = 0,
        TotalArea = 0, TotalHeads = 0,
    });

    /// <summary>Its decision took effect today, of the roof's scope and amount; changed as given.</summary>
    public async Task<Guid> DecideAsync(Guid motion, Func<DecisionEffective, DecisionEffective>? change = null)
    {
        var decision = new DecisionEffective
        {
            AggregateId = motion, AggregateVersion = 4, OccurredAt = _bornAt, StreetCode = _street,
            DecisionId = Guid.CreateVersion7(), EstateId = Estate, MatterCode = "M5", Scope = "ENTRANCE",
            Building = "1", Entrance = "1", Amount = 28_600.00m, EffectiveOn = CivilTime.DayOf(_bornAt),
        };
        decision = change?.Invoke(decision) ?? decision;
        await funds.Host.PublishAsync(decision);
        await Eventually.Async(async () => Assert.Equal(1L, await funds.Host.QueryAsync<long>(
            $"select count(*) from decisions where decision_id = '{decision.DecisionId}'")));
        return decision.DecisionId;
    }

    public async Task RevokeAsync(Guid decision)
    {
        await funds.Host.PublishAsync(new DecisionRevoked
        {
            AggregateId = Guid.CreateVersion7(), AggregateVersion = 5, OccurredAt = _bornAt, StreetCode = _street,
            DecisionId = decision, EstateId = Estate, Ground = "REVOKED_COURT",
        });
        await Eventually.Async(async () => Assert.True(await funds.Host.QueryAsync<bool>(
            $"select revoked from decisions where decision_id = '{decision}'")));
    }

    /// <summary>A roof on which the owners decided: PUBLICISED.</summary>
    public async Task<(Guid Request, Guid Decision)> DecidedAsync()
    {
        var (request, motion) = (await ProposeAsync(), await MotionAsync());
        (await StepAsync(request, "start-voting", new { motionId = motion })).Expect(HttpStatusCode.OK);
        var decision = await DecideAsync(motion);
        (await StepAsync(request, "approve", new { decisionId = decision })).Expect(HttpStatusCode.OK);
        return (request, decision);
    }

    /// <summary>First deposits of the six flats of entrance 1.</summary>
    public async Task DepositAsync(params string[] amounts) => (await Manager.PostAsync(
        $"/api/v1/accounts/{Fund}/deposits", new
        {
            kind = "INITIAL_DEPOSIT", bankSerial = "D1", bookedAt = "2026-03-02 10:00:00", note = "首期交存清单",
            lines = Units.Zip(amounts, (u, amount) => new { building = "1", entrance = "1", room = u.Room, amount }),
        })).Expect(HttpStatusCode.Created);

    public Task<Answer> FileAsync(Guid request) => StepAsync(request, "filings",
        new { authority = "区房管局", number = "备2026-1", outcome = "ACCEPTED" });

    public Task<Answer> StartWorksAsync(Guid request, string code = "91350100M000100Y43") =>
        StepAsync(request, "start-works", new
        {
            contractor = "某防水工程有限公司", creditCode = code, accountNumber = Account, contractNumber = "HT-1",
            contractHash = Paper, retentionPercent = 3, retentionUntil = $"{Today.AddDays(30):yyyy-MM-dd}",
            heldUntil = $"{Today.AddDays(90):yyyy-MM-dd}",
        });

    public Task<Answer> AcceptAsync(Guid request) => StepAsync(request, "accept",
        new { authority = "区房管局", acceptedOn = $"{Today:yyyy-MM-dd}", evidenceHash = Paper });

    public Task<Answer> SettleAsync(Guid request, string amount) =>
        StepAsync(request, "settle", new { settled = amount, settlementHash = Paper });

    /// <summary>From filing to settlement.</summary>
    public async Task FinishAsync(Guid request, string amount)
    {
        (await FileAsync(request)).Expect(HttpStatusCode.OK);
        (await StartWorksAsync(request)).Expect(HttpStatusCode.OK);
        (await AcceptAsync(request)).Expect(HttpStatusCode.OK);
        (await SettleAsync(request, amount)).Expect(HttpStatusCode.OK);
    }

    /// <summary>A roof on which the owners decided, settled for that amount.</summary>
    public async Task<Guid> SettledAsync(string amount)
    {
        var (request, _) = await DecidedAsync();
        await FinishAsync(request, amount);
        return request;
    }

    public Task<Answer> TopUpAsync(Guid request, int unit, string amount, string serial) =>
        StepAsync(request, "receivable-payments", new
        {
            unitId = Units[unit].UnitId, amount, bankSerial = serial, bookedAt = "2026-09-20 10:15:00",
        });

    public Task<Answer> AskAsync(Guid request, string amount, string kind = "INSTALMENT") =>
        StepAsync(request, "payouts", new { kind, amount });

    public Task<Answer> ApproveAsync(Guid request, Guid payout, string subject = "approver-1", int day = 30) =>
        As("fund-approver", subject).PostAsync($"/api/v1/spend-requests/{request}/payouts/{payout}/approve",
            new { heldUntil = $"{Today.AddDays(day):yyyy-MM-dd}" });

    public Task<Answer> PayAsync(Guid request, Guid payout, string serial, string account = Account) =>
        StepAsync(request, $"payouts/{payout}/pay",
            new { bankSerial = serial, bookedAt = "2026-10-09 15:02:00", payeeAccount = account });

    /// <summary>The office's legal date moves on to noon of that many days from now.</summary>
    public async Task PassAsync(int days)
    {
        var noon = CivilTime.StartOf(Today.AddDays(days)).AddHours(12);
        var offset = (long)Math.Ceiling((noon - DateTimeOffset.UtcNow).TotalSeconds);
        await funds.Host.PublishAsync(new CivilClockMoved
        {
            AggregateId = Guid.NewGuid(), AggregateVersion = ++_clockVersion, OccurredAt = _bornAt,
            StreetCode = _street, OffsetSeconds = offset,
        });
        await Eventually.Async(async () => Assert.Equal(offset, await funds.Host.QueryAsync<long>(
            $"select coalesce(max(offset_seconds), 0) from platform.civil_clock where street_code = '{_street}'")));
    }

    /// <summary>The day on which the test began.</summary>
    public DateOnly Today => CivilTime.DayOf(_bornAt);

    private static RegisteredUnit Flat(string entrance, string room, decimal area, string owner) =>
        new(Guid.CreateVersion7(), "1", entrance, room, 1, area, "FLAT", "SOLD", [owner]);
}

using CivicPlatform.Cases.Data;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Funds;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

[assembly: AssemblyFixture(typeof(CivicPlatform.Cases.Tests.CasesHost))]

namespace CivicPlatform.Cases.Tests;

/// <summary>Cases as it really is, in two replicas over one database and one broker.</summary>
public sealed class CasesHost : IAsyncLifetime
{
    /// <summary>The street office of the tests, one of its communities, and another office.</summary>
    public const string Street = "110114009", Community = "110114009901", OtherStreet = "110105001";

    private ServiceHost<CasesDbContext>? _first;
    private ServiceHost<CasesDbContext>? _second;

    public ServiceHost<CasesDbContext> First => _first!;

    public ServiceHost<CasesDbContext> Second => _second!;

    /// <summary>The clerk of the tests' own office.</summary>
    public ApiClient Clerk => First.As(Roles.StreetClerk, Street, "clerk-1");

    /// <summary>A clerk of another office.</summary>
    public ApiClient Stranger => First.As(Roles.StreetClerk, OtherStreet, "clerk-2");

    public async ValueTask InitializeAsync()
    {
        _first = await ServiceHost<CasesDbContext>.StartAsync("cases");
        _second = _first.StartReplica();
        // Offices of these tests live in the autumn of 2024, whose days off are known; a real clock goes forward only.
        await ExecuteAsync("alter table platform.civil_clock drop constraint civil_clock_offset_seconds_check");
        // The relay deletes what it has published; this remembers what was ever told.
        await ExecuteAsync("""
            create table test_told (type text, payload jsonb);
            create function test_tell() returns trigger language plpgsql security definer as $$
            begin insert into public.test_told values (new.type, new.payload::jsonb); return null; end $$;
            create trigger test_tell after insert on platform.outbox for each row execute function test_tell();
            """);
    }

    public async ValueTask DisposeAsync()
    {
        if (_second is not null) await _second.DisposeAsync();
        if (_first is not null) await _first.DisposeAsync();
    }

    /// <summary>What was told about a case, in order, as type and one member.</summary>
    public Task<string> ToldAsync(Guid caseId, string member) => First.QueryAsync<string>(
        $"select coalesce(string_agg(split_part(type, '.', -1) || ' ' || coalesce(payload->>'{member}', '-'), ', ' " +
        "order by payload->>'occurredAt', payload->>'eventId'), '') from test_told " +
        $"where payload->>'caseId' = '{caseId}' and type not like '%.CaseRegistered'");

    /// <summary>A command of the superuser's.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(First.Database.Superuser);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A body that registers a case.</summary>
    public static Dictionary<string, object?> CaseBody(string division = Community) => new()
    {
        ["divisionCode"] = division, ["channel"] = "HOTLINE_12345", ["type"] = "HELP", ["matter"] = "LIFT_FAILURE",
        ["description"] = "3号楼电梯停运三天，老人上下楼困难", ["building"] = "3",
        ["reporter"] = new Dictionary<string, object?> { ["name"] = "王小明", ["phone"] = "138-0000-1234" },
    };

    /// <summary>Registers a case of the tests' office.</summary>
    public async Task<Guid> RegisterAsync() =>
        (await Clerk.PostAsync("/api/v1/cases", CaseBody())).Expect(System.Net.HttpStatusCode.Created).Id;

    /// <summary>Opens a project of 6 buildings with 3 lifts each, as in story 002.</summary>
    public Task<Answer> OpenProjectAsync(Guid caseId, Guid estateId, ApiClient? clerk = null, string? key = null) =>
        (clerk ?? Clerk).PostAsync("/api/v1/works-projects", new
        {
            caseId, estateId, template = "LIFT_OVERHAUL",
            lifts = from building in Enumerable.Range(1, 6)
                    from no in Enumerable.Range(1, 3)
                    select new { building = $"{building}", liftNo = $"{no}" },
        }, key);
}

/// <summary>What Consultation and Funds tell about one case; every call is a new telling with its own id.</summary>
public sealed record Chain(Guid CaseId, Guid EstateId, string Street = CasesHost.Street)
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddHours(1); // After every case.

    public Guid Motion { get; } = Guid.CreateVersion7();

    public Guid Decision { get; } = Guid.CreateVersion7();

    public Guid Campaign { get; } = Guid.CreateVersion7();

    public Guid AdvanceId { get; } = Guid.CreateVersion7();

    public MotionTallied Tallied() => new()
    {
        AggregateId = Motion, AggregateVersion = 3, OccurredAt = Start, StreetCode = Street, CaseId = CaseId,
        EstateId = EstateId, MatterCode = "M6", Outcome = "PASSED",
        ParticipatingArea = 75_356.05m, ParticipatingHeads = 834, ForArea = 66_909.19m, ForHeads = 740,
        TotalArea = 95_965.94m, TotalHeads = 1_052,
    };

    public DecisionEffective Decided() => new()
    {
        AggregateId = Motion, AggregateVersion = 5, OccurredAt = Start.AddDays(7), StreetCode = Street,
        CaseId = CaseId, DecisionId = Decision, EstateId = EstateId, MatterCode = "M6", Scope = "AREA",
        EffectiveOn = new DateOnly(2026, 6, 28),
    };

    public DecisionRevoked Revoked() => new()
    {
        AggregateId = Motion, AggregateVersion = 6, OccurredAt = Start.AddDays(30), StreetCode = Street,
        CaseId = CaseId, DecisionId = Decision, EstateId = EstateId, Ground = "REVOKED_COURT",
    };

    public CampaignOpened Opened() => new()
    {
        AggregateId = Campaign, AggregateVersion = 2, OccurredAt = Start.AddDays(8), StreetCode = Street,
        CaseId = CaseId, EstateId = EstateId, DecisionId = Decision, AccountId = Guid.CreateVersion7(),
        UnitPrice = 17.93m,
    };

    public AdvanceRecorded Advanced(params string[] buildings) => new()
    {
        AggregateId = Campaign, AggregateVersion = 9, OccurredAt = Start.AddDays(9), StreetCode = Street,
        CaseId = CaseId, EstateId = EstateId, AdvanceId = AdvanceId, Amount = 420_000m, Buildings = buildings,
    };

    public CampaignThresholdReached Reached(string building) => new()
    {
        AggregateId = Campaign, AggregateVersion = 570, OccurredAt = Start.AddDays(10), StreetCode = Street,
        CaseId = CaseId, EstateId = EstateId, Building = building, Collected = 145_233.00m,
        Receivable = 290_466.00m, BankSerial = "B20230000564", BookedAt = Start.AddDays(10),
    };

    public CollectionFellBelowThreshold Fell(string building) => new()
    {
        AggregateId = Campaign, AggregateVersion = 580, OccurredAt = Start.AddDays(11), StreetCode = Street,
        CaseId = CaseId, EstateId = EstateId, Building = building, Collected = 143_619.30m,
        Receivable = 290_466.00m,
    };
}

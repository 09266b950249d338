using System.Globalization;
using System.Net;
using System.Text;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Funds.Data;
using CivicPlatform.Testing;
using Npgsql;

[assembly: AssemblyFixture(typeof(CivicPlatform.Funds.Tests.FundsHost))]

namespace CivicPlatform.Funds.Tests;

/// <summary>Funds with what the other services would have told it: estates, units, decisions.</summary>
public sealed class FundsHost : IAsyncLifetime
{
    public const string Community = "110114009901";
    public const string Street = "110114009";

    public ServiceHost<FundsDbContext> Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await ServiceHost<FundsDbContext>.StartAsync("funds");
        // The relay deletes what it has published; this remembers what was ever told.
        await ExecuteAsync(Host.Database.Superuser, """
            create table test_told (type text, payload jsonb);
            create function test_tell() returns trigger language plpgsql security definer as $$
            begin insert into public.test_told values (new.type, new.payload::jsonb); return null; end $$;
            create trigger test_tell after insert on platform.outbox for each row execute function test_tell();
            -- 09:00 of the next civil day: no page is closed by the clock while the tests run.
            insert into platform.civil_clock values ('110114009', extract(epoch from
                date_trunc('day', now() at time zone 'Asia/Shanghai') + interval '33 hours'
                - now() at time zone 'Asia/Shanghai')::bigint, 1);
            """);
    }

    /// <summary>How often that event was told about the campaign's building.</summary>
    public Task<long> ToldAsync(string type, Guid campaign, string building) => Host.QueryAsync<long>(
        $"select count(*) from test_told where type like '%.{type}' and payload->>'aggregateId' = '{campaign}' " +
        $"and payload->>'building' = '{building}'");

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    public ApiClient Manager => Host.As("fund-manager", Street);

    /// <summary>Registers the units and lets a decision take effect; returns the estate and the decision.</summary>
    public async Task<(Guid Estate, Guid Decision)> RegisterAsync(
        IReadOnlyList<RegisteredUnit> units, string community = Community)
    {
        var street = community[..9];
        var (estate, decision) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var (part, version) in units.Chunk(500).Zip(Enumerable.Range(1, 100)))
        {
            await Host.PublishAsync(new UnitsRegistered
            {
                AggregateId = estate, AggregateVersion = version, OccurredAt = DateTimeOffset.UtcNow,
                StreetCode = street, DivisionCode = community, Units = part,
            });
        }

        await Host.PublishAsync(new EstateRegistered
        {
            AggregateId = estate, AggregateVersion = 200, OccurredAt = DateTimeOffset.UtcNow, StreetCode = street,
            DivisionCode = community, Name = "润枫欣尚", Units = units.Count, Area = units.Sum(u => u.Area),
        });
        await Host.PublishAsync(new DecisionEffective
        {
            AggregateId = Guid.CreateVersion7(), AggregateVersion = 3, OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = street, DecisionId = decision, EstateId = estate, MatterCode = "M6", Scope = "AREA",
            EffectiveOn = new DateOnly(2023, 6, 10), CaseId = Guid.CreateVersion7(),
        });
        await Eventually.Async(async () =>
        {
            var known = $"select (select count(*) from units where estate_id = '{estate}') + " +
                $"(select count(*) from decisions where decision_id = '{decision}') + " +
                $"(select count(*) from estates where estate_id = '{estate}')";
            Assert.Equal(units.Count + 2, await Host.QueryAsync<long>(known));
        }, TimeSpan.FromSeconds(90));
        return (estate, decision);
    }

    public async Task<Guid> OpenAccountAsync(Guid estate)
    {
        var number = Random.Shared.NextInt64(1_000_000_000_000, 9_999_999_999_999)
            .ToString(CultureInfo.InvariantCulture);
        var account = await Manager.PostAsync("/api/v1/accounts",
            new { estateId = estate, name = "电梯大修专户", bankName = "某银行", accountNumber = number });
        return account.Expect(HttpStatusCode.Created).Id;
    }

    /// <summary>The estate's maintenance fund, kept by the housing authority.</summary>
    public async Task<Guid> OpenFundAsync(Guid estate, ApiClient manager)
    {
        var number = Random.Shared.NextInt64(1_000_000_000_000, 9_999_999_999_999)
            .ToString(CultureInfo.InvariantCulture);
        var account = await manager.PostAsync("/api/v1/accounts", new
        {
            estateId = estate, name = "住宅专项维修资金专户", bankName = "某银行", accountNumber = number,
            purpose = "MAINTENANCE_FUND", custody = "HOUSING_AUTHORITY",
        });
        return account.Expect(HttpStatusCode.Created).Id;
    }

    /// <summary>An open campaign over the units, with its account.</summary>
    public async Task<Opened> OpenAsync(IReadOnlyList<RegisteredUnit> units, string unitPrice = "17.93")
    {
        var (estate, decision) = await RegisterAsync(units);
        var account = await OpenAccountAsync(estate);
        var campaign = await Manager.PostAsync("/api/v1/campaigns",
            new { estateId = estate, accountId = account, title = "电梯大修", unitPrice, decisionId = decision });
        var id = campaign.Expect(HttpStatusCode.Created).Id;
        (await Manager.PostAsync($"/api/v1/campaigns/{id}/open", new { })).Expect(HttpStatusCode.OK);
        return new Opened(estate, account, id);
    }

    /// <summary>Ties a login to an owner of the estate, as Registry tells it.</summary>
    public async Task LinkAsync(Guid estate, string subject, string ownerRef)
    {
        await Host.PublishAsync(new OwnerAccountLinked
        {
            AggregateId = estate, AggregateVersion = 1, OccurredAt = DateTimeOffset.UtcNow, StreetCode = Street,
            Subject = subject, OwnerRef = ownerRef,
        });
        await Eventually.Async(async () => Assert.Equal(1L, await Host.QueryAsync<long>(
            $"select count(*) from owner_accounts where subject = '{subject}'")));
    }

    public async Task<Answer> ImportAsync(Guid account, string csv, string? key = null) =>
        await Manager.PostCsvAsync($"/api/v1/accounts/{account}/statement-imports", Encoding.UTF8.GetBytes(csv), key);

    public Task<Answer> PayAsync(Guid account, string serial, string amount, string memo, string? key = null) =>
        Manager.PostAsync($"/api/v1/accounts/{account}/bank-lines",
            new { bankSerial = serial, bookedAt = "2023-06-12 09:13:00", amount, counterparty = "业主甲", memo }, key);

    public async Task AssertBalancedAsync(Guid account, ApiClient? manager = null)
    {
        var trial = (await (manager ?? Manager).GetAsync($"/api/v1/trial-balances/{account}"))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(("0.00", "True"), (trial["difference"], trial["matchesTransfers"]));
    }

    /// <summary>Buildings of equal flats on two entrances.</summary>
    public static IReadOnlyList<RegisteredUnit> Flats(int buildings, int perBuilding, decimal area = 90.00m) =>
    [
        .. from building in Enumerable.Range(1, buildings)
           from flat in Enumerable.Range(0, perBuilding)
           select new RegisteredUnit(Guid.CreateVersion7(), $"{building}", $"{(flat % 2) + 1}", $"{(flat / 2) + 101}",
               1, area, "FLAT", "SOLD", [$"P{building:00}{flat:000}"]),
    ];

    /// <summary>The units of a register file in the format of units.csv.</summary>
    public static IReadOnlyList<RegisteredUnit> ReadUnits(string path) =>
    [
        .. from line in File.ReadLines(path).Skip(1)
           let cells = line.Split(',')
           select new RegisteredUnit(Guid.CreateVersion7(), cells[2], cells[3], cells[4],
               int.Parse(cells[5], CultureInfo.InvariantCulture), decimal.Parse(cells[6], CultureInfo.InvariantCulture),
               cells[8], cells[9],
               [.. cells[10].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(o => o.Split('|')[0]).Order()]),
    ];

    public static string Csv(params IEnumerable<string> lines) =>
        "bank_serial,booked_at,amount,counterparty,memo\r\n" + string.Join("\r\n", lines) + "\r\n";

    public static string Code(RegisteredUnit unit) => $"{unit.Building}-{unit.Entrance}-{unit.Room}";
}

/// <summary>Ids of an open campaign.</summary>
public sealed record Opened(Guid Estate, Guid Account, Guid Campaign);

using System.Net;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.MaintenanceFund;

/// <summary>One estate with a maintenance fund, and the calls of its fund manager.</summary>
public sealed class FundClient
{
    private readonly ApiClient _manager;

    private FundClient(
        FundsHost host, Guid estate, Guid account, IReadOnlyList<RegisteredUnit> units, ApiClient manager)
    {
        (Host, Estate, Account, Units, _manager) = (host, estate, account, units, manager);
    }

    public FundsHost Host { get; }
    public Guid Estate { get; }
    public Guid Account { get; }
    public IReadOnlyList<RegisteredUnit> Units { get; }

    public static async Task<FundClient> OpenAsync(
        FundsHost host, IReadOnlyList<RegisteredUnit> units, string community = FundsHost.Community)
    {
        var (estate, _) = await host.RegisterAsync(units, community);
        var manager = host.Host.As("fund-manager", community[..9]);
        return new FundClient(host, estate, await host.OpenFundAsync(estate, manager), units, manager);
    }

    /// <summary>An initial deposit of the same amount for every part.</summary>
    public async Task<Guid> DepositAllAsync(string amount, string serial = "W-1") =>
        (await PostAsync("deposits", new
        {
            kind = "INITIAL_DEPOSIT", bankSerial = serial, bookedAt = "2026-03-02 10:00:00", note = "首期交存清单",
            lines = Units.Select(u => Line(u, amount)),
        })).Expect(HttpStatusCode.Created).Id;

    /// <summary>What parts hold that were kept elsewhere before.</summary>
    public Task<Answer> OpenBalancesAsync(
        string serial, params (RegisteredUnit Unit, string Initial, string Balance)[] of) =>
        PostAsync("deposits", new
        {
            kind = "OPENING_BALANCE", bankSerial = serial, bookedAt = "2026-03-02 10:00:00", note = "移交清单",
            lines = of.Select(o => new
            {
                building = o.Unit.Building, entrance = o.Unit.Entrance, room = o.Unit.Room, amount = o.Balance,
                initial = o.Initial,
            }),
        });

    public static object Line(RegisteredUnit unit, string amount) =>
        new { building = unit.Building, entrance = unit.Entrance, room = unit.Room, amount };

    public Task<Answer> GainAsync(string kind, string amount, string serial, string? netIncome = null) =>
        PostAsync("gains", new
        {
            kind, amount, bankSerial = serial, bookedAt = "2026-06-30 00:00:00", note = "结息凭证", netIncome,
        });

    public Task<Answer> PostAsync(string resource, object body, string? key = null) =>
        _manager.PostAsync($"/api/v1/accounts/{Account}/{resource}", body, key);

    public Task<Answer> ReverseAsync(Guid entry) =>
        _manager.PostAsync($"/api/v1/fund-entries/{entry}/reverse", new { reason = "清单有误" });

    public Task<Answer> GetAsync(string resource) => _manager.GetAsync($"/api/v1/accounts/{Account}/{resource}");

    /// <summary>Balances of the parts, in the order of <see cref="Units"/>.</summary>
    public async Task<string[]> BalancesAsync()
    {
        var page = (await GetAsync("unit-funds?limit=200")).Expect(HttpStatusCode.OK).Json.GetProperty("items");
        var byUnit = page.EnumerateArray().ToDictionary(
            i => i.GetProperty("unitId").GetGuid(), i => i.GetProperty("balance").GetString()!);
        return [.. Units.Select(u => byUnit.GetValueOrDefault(u.UnitId, "-"))];
    }

    /// <summary>Balances of the book by kind, parts added up; the trial balance must be zero.</summary>
    public async Task<Dictionary<string, string>> BookAsync()
    {
        var trial = (await _manager.GetAsync($"/api/v1/trial-balances/{Account}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("0.00", "True"), (trial["difference"], trial["matchesTransfers"]));
        return trial.Json.GetProperty("accounts").EnumerateArray()
            .GroupBy(a => a.GetProperty("kind").GetString()!)
            .ToDictionary(g => g.Key, g => $"{g.Sum(a => decimal.Parse(a.GetProperty("balance").GetString()!,
                System.Globalization.CultureInfo.InvariantCulture)):0.00}");
    }
}

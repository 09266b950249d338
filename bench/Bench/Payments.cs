using System.Diagnostics;
using CivicPlatform.Cli;

namespace CivicPlatform.Bench;

/// <summary>POST of single payments into one account and into many, beside pgbench writing the same rows.</summary>
internal static class Payments
{
    private const int Units = 1_080, Accounts = 16;

    public static async Task RunAsync(
        RunningPlatform platform, Estate estate, LoadSize size, Report report, CancellationToken ct)
    {
        await IntoOneAsync(platform, estate, size, report, ct);
        await IntoManyAsync(platform, size, report, ct);
    }

    private static async Task IntoOneAsync(
        RunningPlatform platform, Estate estate, LoadSize size, Report report, CancellationToken ct)
    {
        var token = platform.Token(CasePosts.Street, "fund-manager");
        using var http = platform.Client("funds", token);
        var (account, campaign) = await OpenAsync(platform, http, estate, Units, ct);
        await using var floor = await FloorAsync(platform, [campaign], ct);
        var (a, f2) = (Script("payment-a.sql", account, campaign), Script("payment-f2.sql", account, campaign));
        await PostAsync(platform, token, [account], Estates.Buildings, size with { Seconds = 2 }, ct);

        var rounds = new Rounds("POST /accounts/{id}/bank-lines into one account, one replica",
            "A  pgbench, row lock, 8 statements", "F2 pgbench, one round trip", "POST bank-lines");
        for (var round = 0; round < size.Rounds; round++)
        {
            rounds.Add(await floor.RunAsync(a, CasePosts.Street, size, ct),
                await floor.RunAsync(f2, CasePosts.Street, size, ct),
                await PostAsync(platform, token, [account], Estates.Buildings, size, ct));
        }
        rounds.Report(report);
        await BalanceAsync(platform, [account], report, ct);
    }

    // The account of another estate for each payment, one building each.
    private static async Task IntoManyAsync(
        RunningPlatform platform, LoadSize size, Report report, CancellationToken ct)
    {
        var token = platform.Token(CasePosts.Street, "fund-manager", "street-clerk");
        using var registry = platform.Client("registry", token);
        using var http = platform.Client("funds", token);
        var name = Estates.NewName("多户");
        string[] names = [.. Enumerable.Range(1, Accounts).Select(n => $"{name}-{n}")];
        await Estates.ImportAsync(registry, names, buildings: 1, ct);
        var opened = new List<(Guid Account, Guid Campaign)>();
        foreach (var each in names)
        {
            var estate = await Estates.FindAsync(platform, each, ct);
            opened.Add(await OpenAsync(platform, http, estate, Estates.UnitsABuilding, ct));
        }
        Guid[] accounts = [.. opened.Select(o => o.Account)];
        await using var floor = await FloorAsync(platform, [.. opened.Select(o => o.Campaign)], ct);
        var f2 = Script("payment-many-f2.sql", default, default);
        await PostAsync(platform, token, accounts, buildings: 1, size with { Seconds = 2 }, ct);

        var rounds = new Rounds($"POST /accounts/{{id}}/bank-lines into {Accounts} accounts, one replica",
            "F2 pgbench, one round trip", "POST bank-lines");
        for (var round = 0; round < size.Rounds; round++)
        {
            rounds.Add(await floor.RunAsync(f2, CasePosts.Street, size, ct),
                await PostAsync(platform, token, accounts, buildings: 1, size, ct));
        }
        rounds.Report(report);
        await BalanceAsync(platform, accounts, report, ct);
    }

    private static async Task<FloorDatabase> FloorAsync(
        RunningPlatform platform, Guid[] campaigns, CancellationToken ct)
    {
        var floor = await FloorDatabase.CopyAsync(
            platform, "funds", ct, "bank_accounts", "ledger_accounts", "campaigns", "bills", "building_totals");
        await floor.ExecuteAsync(Bills(campaigns), ct);
        return floor;
    }

    // A campaign may open only on an effective decision (RAISE-01); the bench writes that one row itself.
    internal static async Task<(Guid Account, Guid Campaign)> OpenAsync(
        RunningPlatform platform, HttpClient http, Estate estate, int units, CancellationToken ct)
    {
        await WaitForUnitsAsync(platform, estate, units, ct);
        var decision = Guid.NewGuid();
        await platform.QueryAsync<int>("funds",
            $"insert into decisions (decision_id, estate_id, street_code, matter_code, scope, effective_on) values " +
            $"('{decision}', '{estate.Id}', '{CasePosts.Street}', 'M6', 'AREA', '2020-01-01') returning 1", ct);
        var account = await http.CreateAsync("accounts", new
        {
            estateId = estate.Id, name = estate.Name, bankName = "基准银行",
            accountNumber = $"{Random.Shared.NextInt64(1_000_000_000_000, 9_999_999_999_999)}",
        }, ct);
        var campaign = await http.CreateAsync("campaigns", new
        {
            estateId = estate.Id, accountId = account, title = "电梯大修", unitPrice = "17.93", decisionId = decision,
        }, ct);
        await http.CreateAsync($"campaigns/{campaign}/open", new { }, ct);
        return (account, campaign);
    }

    private static async Task WaitForUnitsAsync(
        RunningPlatform platform, Estate estate, int units, CancellationToken ct)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(200, ct))
        {
            var known = await platform.QueryAsync<long>("funds",
                "select count(*) from units join unit_holders using (unit_id) " +
                "join estates e on e.estate_id = units.estate_id " +
                $"where units.estate_id = '{estate.Id}'", ct);
            if (known == units) return;
            if (watch.Elapsed.TotalMinutes > 5) throw new CivicException($"funds heard of {known} of {units} units");
        }
    }

    private static string Bills(Guid[] campaigns) =>
        "create table bench_bills as select row_number() over (order by b.id) as n, b.id, b.building, " +
        "b.campaign_id, c.account_id from bills b join campaigns c on c.id = b.campaign_id " +
        $"where b.campaign_id in ({string.Join(',', campaigns.Select(c => $"'{c}'"))}); " +
        "alter table bench_bills add primary key (n); grant select on bench_bills to funds_app; analyze;";

    private static string Script(string name, Guid account, Guid campaign) => Programs.Resource($"Floors.{name}")
        .Replace("{street}", CasePosts.Street, StringComparison.Ordinal)
        .Replace("{account}", $"{account}", StringComparison.Ordinal)
        .Replace("{campaign}", $"{campaign}", StringComparison.Ordinal);

    private static Task<LoadResult> PostAsync(
        RunningPlatform platform, string token, Guid[] accounts, int buildings, LoadSize size, CancellationToken ct) =>
        Wrk.RunAsync(platform.Replica("funds"), "payments.lua", new Dictionary<string, string>
        {
            ["BENCH_TOKEN"] = token, ["BENCH_ACCOUNTS"] = string.Join(',', accounts),
            ["BENCH_UNITS"] = $"{buildings * Estates.UnitsABuilding}", ["BENCH_RUN"] = $"{Guid.NewGuid():N}",
        }, size, ct);

    private static async Task BalanceAsync(
        RunningPlatform platform, Guid[] accounts, Report report, CancellationToken ct)
    {
        var differences = await platform.QueryAsync<decimal>("funds",
            "select coalesce(sum(debits) - sum(credits), 0) from ledger_accounts " +
            $"where book_id in ({string.Join(',', accounts.Select(a => $"'{a}'"))})", ct);
        report.Note($"Payments: differences in the ledgers of {accounts.Length} accounts afterwards: {differences}.");
    }
}

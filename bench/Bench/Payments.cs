using System.Diagnostics;
using CivicPlatform.Cli;

namespace CivicPlatform.Bench;

/// <summary>POST of single payments into one account, beside a row lock and one statement a payment.</summary>
internal static class Payments
{
    private const int Units = 1_080;

    public static async Task RunAsync(
        RunningPlatform platform, Estate estate, LoadSize size, Report report, CancellationToken ct)
    {
        var token = platform.Token(CasePosts.Street, "fund-manager");
        using var http = platform.Client("funds", token);
        var (account, campaign) = await OpenAsync(platform, http, estate, Units, ct);
        await using var floor = await FloorDatabase.CopyAsync(
            platform, "funds", ct, "bank_accounts", "ledger_accounts", "campaigns", "bills", "building_totals");
        await floor.ExecuteAsync(Bills(campaign), ct);
        var (a, f2) = (Script("payment-a.sql", account, campaign), Script("payment-f2.sql", account, campaign));
        await PostAsync(platform, token, account, size with { Seconds = 2 }, ct);

        var rounds = new Rounds("POST /accounts/{id}/bank-lines into one account, one replica",
            "A  pgbench, row lock, 8 statements", "F2 pgbench, one round trip", "POST bank-lines");
        for (var round = 0; round < size.Rounds; round++)
        {
            rounds.Add(await floor.RunAsync(a, CasePosts.Street, size, ct),
                await floor.RunAsync(f2, CasePosts.Street, size, ct),
                await PostAsync(platform, token, account, size, ct));
        }
        rounds.Report(report);
        var differences = await DifferencesAsync(platform, account, ct);
        report.Note($"Payments: differences in the ledger afterwards: {differences}.");
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

    private static string Bills(Guid campaign) =>
        "create table bench_bills as select row_number() over (order by id) as n, id, building from bills " +
        $"where campaign_id = '{campaign}'; alter table bench_bills add primary key (n); " +
        "grant select on bench_bills to funds_app; analyze;";

    private static string Script(string name, Guid account, Guid campaign) => Programs.Resource($"Floors.{name}")
        .Replace("{street}", CasePosts.Street, StringComparison.Ordinal)
        .Replace("{account}", $"{account}", StringComparison.Ordinal)
        .Replace("{campaign}", $"{campaign}", StringComparison.Ordinal);

    private static Task<LoadResult> PostAsync(
        RunningPlatform platform, string token, Guid account, LoadSize size, CancellationToken ct) =>
        Wrk.RunAsync(platform.Replica("funds"), "payments.lua", new Dictionary<string, string>
        {
            ["BENCH_TOKEN"] = token, ["BENCH_ACCOUNT"] = $"{account}", ["BENCH_RUN"] = $"{Guid.NewGuid():N}",
        }, size, ct);

    private static Task<decimal> DifferencesAsync(RunningPlatform platform, Guid account, CancellationToken ct) =>
        platform.QueryAsync<decimal>("funds",
            $"select coalesce(sum(debits) - sum(credits), 0) from ledger_accounts where book_id = '{account}'", ct);
}

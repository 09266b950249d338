using System.Diagnostics;
using System.Globalization;

namespace CivicPlatform.Bench;

/// <summary>
/// A hundred payments at once, of which the 90th starts a building's works (RAISE-03), beside a hundred that start
/// nothing; each round has two buildings that nobody paid for yet.
/// </summary>
internal static class Crossing
{
    private const int Payments = 100;
    private const string Whole = "1613.70", Fen = "0.01"; // A bill of 90 m², and the least there is.

    public static async Task RunAsync(RunningPlatform platform, LoadSize size, Report report, CancellationToken ct)
    {
        var token = platform.Token(CasePosts.Street, "street-clerk", "fund-manager");
        using var registry = platform.Client("registry", token);
        var name = Estates.NewName("过线");
        var units = await Estates.ImportAsync(registry, [name], 2 * (size.Rounds + 1), ct);
        var estate = await Estates.FindAsync(platform, name, ct);
        using var funds = platform.Client("funds", token);
        var (account, campaign) = await Bench.Payments.OpenAsync(platform, funds, estate, units, ct);

        var rounds = new Rounds($"{Payments} payments at once, one replica", "start nothing", "start a building");
        for (var round = 0; round <= size.Rounds; round++)
        {
            var still = await PayAsync(funds, account, 2 * round, Fen, ct);
            var crossing = await PayAsync(funds, account, (2 * round) + 1, Whole, ct);
            if (round > 0) rounds.Add(still, crossing); // The first one warms up.
        }
        rounds.Report(report);
        var started = await platform.QueryAsync<long>("funds",
            $"select count(*) from thresholds where campaign_id = '{campaign}'", ct);
        report.Note($"Crossing: {size.Rounds + 1} buildings were paid beyond half, {started} were told to start.");
    }

    private static async Task<LoadResult> PayAsync(
        HttpClient funds, Guid account, int building, string amount, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var took = await Task.WhenAll(Enumerable.Range(0, Payments).Select(async n =>
        {
            var (number, entrance, room) = Estates.Place((building * Estates.UnitsABuilding) + n);
            var before = watch.Elapsed;
            await funds.PostAsync($"accounts/{account}/bank-lines", new
            {
                bankSerial = string.Create(CultureInfo.InvariantCulture, $"X-{building}-{n}"),
                bookedAt = "2026-06-20 09:13:00", amount, counterparty = "业主", memo = $"{number}-{entrance}-{room} 大修",
            }, ct);
            return (watch.Elapsed - before).TotalMilliseconds;
        }));
        var sorted = took.Order().ToArray();
        return new LoadResult(
            Payments / watch.Elapsed.TotalSeconds, Rounds.Median(took), sorted[(int)(Payments * 0.99) - 1], 0);
    }
}

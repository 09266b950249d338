using System.Globalization;

namespace CivicPlatform.Bench;

/// <summary>What one office that sends as much as all others together costs the others, in their own answers.</summary>
internal static class NoisyOffice
{
    private const int Quiet = 10, PerOffice = 30;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(4);

    // Half of the load; and all that one replica lets through for one division in Production.
    private static readonly (string Name, int PerSecond)[] Noises =
        [("half of the load", Quiet * PerOffice), ("a division's limit", 1_000)];

    public static async Task RunAsync(RunningPlatform platform, LoadSize size, Report report, CancellationToken ct)
    {
        await QuietAsync(platform, ct); // Warm.
        var alone = new List<double[]>();
        var beside = Noises.Select(_ => new List<double[]>()).ToArray();
        for (var round = 0; round < size.Rounds; round++)
        {
            alone.Add(await QuietAsync(platform, ct));
            for (var i = 0; i < Noises.Length; i++)
            {
                var noise = SendAsync(platform, CasePosts.Street, Noises[i].PerSecond, ct);
                beside[i].Add(await QuietAsync(platform, ct));
                await noise;
                await HeldBroker.DrainedAsync(platform, ct);
            }
        }
        report.Add($"POST /cases of {Quiet} offices, {PerOffice}/s each, beside a noisy one, one replica",
            ["p50 ms", "p99 ms", "cost of p50"],
            [Row("alone", alone, alone), .. Noises.Select((n, i) =>
                Row($"{n.Name} ({n.PerSecond}/s)", beside[i], alone))]);
    }

    private static string[] Row(string name, List<double[]> rounds, List<double[]> alone)
    {
        var costs = rounds.Zip(alone, (with, without) => OpenLoop.At(with, 0.5) / OpenLoop.At(without, 0.5) - 1);
        return
        [
            name, Report.Figure(Rounds.Median(rounds.Select(r => OpenLoop.At(r, 0.5)))),
            Report.Figure(Rounds.Median(rounds.Select(r => OpenLoop.At(r, 0.99))), "0.0"),
            ReferenceEquals(rounds, alone)
                ? ""
                : Rounds.Median(costs).ToString("+0 %;-0 %", CultureInfo.InvariantCulture),
        ];
    }

    private static async Task<double[]> QuietAsync(RunningPlatform platform, CancellationToken ct)
    {
        var offices = Enumerable.Range(0, Quiet)
            .Select(n => SendAsync(platform, $"{CasePosts.Street[..6]}{(900 + n):000}", PerOffice, ct));
        return [.. (await Task.WhenAll(offices)).SelectMany(times => times).Order()];
    }

    private static async Task<double[]> SendAsync(
        RunningPlatform platform, string street, int perSecond, CancellationToken ct)
    {
        using var http = platform.Client("cases", platform.Token(street, "street-clerk"));
        return await OpenLoop.PostCasesAsync(http, street, perSecond, Length, ct);
    }
}

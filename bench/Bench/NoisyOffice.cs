using System.Globalization;

namespace CivicPlatform.Bench;

/// <summary>What one office that sends as much as all others together costs the others, in their own answers.</summary>
internal static class NoisyOffice
{
    private const int Quiet = 10;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(4);

    // A city's storm day, and what one replica lets through for one division in Production.
    private static readonly (int PerOffice, int Noise)[] Loads = [(4, 40), (30, 300), (30, 1_000)];

    public static async Task RunAsync(RunningPlatform platform, LoadSize size, Report report, CancellationToken ct)
    {
        await QuietAsync(platform, Loads[^1].PerOffice, ct); // Warm.
        var rows = new List<string[]>();
        foreach (var (perOffice, noise) in Loads) rows.AddRange(await RunAsync(platform, size, perOffice, noise, ct));
        report.Add($"POST /cases of {Quiet} offices beside a noisy one, one replica",
            ["p50 ms", "p99 ms", "cost of p50"], rows);
    }

    private static async Task<string[][]> RunAsync(
        RunningPlatform platform, LoadSize size, int perOffice, int noise, CancellationToken ct)
    {
        var (alone, beside) = (new List<double[]>(), new List<double[]>());
        for (var round = 0; round < size.Rounds; round++)
        {
            alone.Add(await QuietAsync(platform, perOffice, ct));
            var noisy = SendAsync(platform, CasePosts.Street, noise, ct);
            beside.Add(await QuietAsync(platform, perOffice, ct));
            await noisy;
            await HeldBroker.DrainedAsync(platform, ct);
        }
        return
        [
            Row($"{Quiet} offices, {perOffice * Quiet}/s", alone, alone),
            Row($"the same beside one with {noise}/s", beside, alone),
        ];
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

    private static async Task<double[]> QuietAsync(RunningPlatform platform, int perOffice, CancellationToken ct)
    {
        var offices = Enumerable.Range(0, Quiet)
            .Select(n => SendAsync(platform, $"{CasePosts.Street[..6]}{(900 + n):000}", perOffice, ct));
        return [.. (await Task.WhenAll(offices)).SelectMany(times => times).Order()];
    }

    private static async Task<double[]> SendAsync(
        RunningPlatform platform, string street, int perSecond, CancellationToken ct)
    {
        using var http = platform.Client("cases", platform.Token(street, "street-clerk"));
        return await OpenLoop.PostCasesAsync(http, street, perSecond, Length, ct);
    }
}

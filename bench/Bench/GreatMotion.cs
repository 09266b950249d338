using System.Diagnostics;
using System.Net.Http.Json;
using CivicPlatform.Cli;

namespace CivicPlatform.Bench;

/// <summary>
/// A motion of a whole town: papers one by one at a steady rate, then the close, the archive and its check by the
/// program that anybody may run.
/// </summary>
internal static class GreatMotion
{
    private const int Buildings = 556, PerSecond = 250; // 100,080 owners: 400 s for all of them.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(RunningPlatform platform, bool large, Report report, CancellationToken ct)
    {
        var token = platform.Token(CasePosts.Street, "street-clerk", "tally-clerk");
        using var registry = platform.Client("registry", token);
        using var http = platform.Client("consultation", token);
        var name = Estates.NewName("大表决");
        await Estates.ImportAsync(registry, [name], Buildings, ct);
        var roll = await Motion.FreezeAsync(http, await Estates.FindAsync(platform, name, ct), ct);
        var motion = await Motion.OpenAsync(http, roll, ct);

        var owners = Buildings * Estates.UnitsABuilding;
        var length = large ? TimeSpan.FromSeconds((double)owners / PerSecond) : Short;
        var next = -1;
        var watch = Stopwatch.StartNew();
        var times = await OpenLoop.SendAsync(
            PerSecond, length, () => CastAsync(http, motion, Interlocked.Increment(ref next), ct), ct);
        var rate = times.Length / watch.Elapsed.TotalSeconds;
        if (times.Length < owners) await http.UploadAsync($"motions/{motion}/ballot-imports", Tallies.Csv(owners), ct);

        var close = await TimeAsync(() => http.CloseAsync(motion, ct));
        var folder = Directory.CreateTempSubdirectory("civic-bench-");
        try
        {
            var file = Path.Combine(folder.FullName, "archive.json");
            var archive = await TimeAsync(() => SaveAsync(http, motion, file, ct));
            var check = await TimeAsync(() => VerifyAsync(file, ct));
            Array.Sort(times);
            report.Add($"A motion of {owners} owners, {times.Length} papers one by one at {PerSecond}/s",
                ["papers per s", "p50 ms", "p99 ms", "close s", "archive s", "archive MB", "check s"],
                [["one replica", Report.Figure(rate, "0"), Report.Figure(OpenLoop.At(times, 0.5)),
                    Report.Figure(OpenLoop.At(times, 0.99), "0.0"), Report.Figure(close), Report.Figure(archive),
                    Report.Figure(new FileInfo(file).Length / 1e6, "0.0"), Report.Figure(check)]]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Milliseconds of one paper; a refused one ends the run.</summary>
    private static async Task<double> CastAsync(HttpClient http, Guid motion, int unit, CancellationToken ct)
    {
        var (building, entrance, room) = Estates.Place(unit);
        var start = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/motions/{motion}/ballots")
        {
            Content = JsonContent.Create(new
            {
                building = $"{building}", entrance = $"{entrance}", room = $"{room}", channel = "PAPER",
                choice = Tallies.ChoiceOf(unit), castAt = Tallies.CastAt,
            }),
        };
        request.Headers.Add("Idempotency-Key", $"{motion:N}-{unit}");
        using var answer = await http.SendAsync(request, ct);
        if (!answer.IsSuccessStatusCode) throw new CivicException(await answer.Content.ReadAsStringAsync(ct));
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task SaveAsync(HttpClient http, Guid motion, string file, CancellationToken ct)
    {
        await using var archive = await http.GetStreamAsync($"/api/v1/motions/{motion}/archive", ct);
        await using var kept = File.Create(file);
        await archive.CopyToAsync(kept, ct);
    }

    // Beside us in the build: bin/Release/net10.0.
    private static async Task VerifyAsync(string file, CancellationToken ct)
    {
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "src",
            "VoteVerifier", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0",
            "VoteVerifier.dll"));
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, file])
        {
            RedirectStandardOutput = true,
        })!;
        var said = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0) throw new CivicException($"verify-vote: {said}");
        Console.WriteLine(said);
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalSeconds;
    }
}

using System.Text.Json;

namespace CivicPlatform.Bench;

/// <summary>Drives one endpoint with wrk: a bounded number of connections, each with one request at a time.</summary>
internal static class Wrk
{
    /// <summary>Runs an embedded Lua script; the token goes through the environment, not the command line.</summary>
    public static async Task<LoadResult> RunAsync(
        Uri target, string script, IReadOnlyDictionary<string, string> environment, LoadSize size, CancellationToken ct)
    {
        var file = Path.GetTempFileName();
        try
        {
            var lua = Programs.Resource($"Load.{script}") + Programs.Resource("Load.report.lua");
            await File.WriteAllTextAsync(file, lua, ct);
            var output = await Programs.RunAsync("wrk",
                [
                    "-t1", $"-c{size.Connections}", $"-d{size.Seconds}s", "--timeout", "10s", "-s", file,
                    target.ToString(),
                ],
                environment, ct);
            var line = output.Split('\n').Single(l => l.StartsWith("report ", StringComparison.Ordinal));
            var report = JsonSerializer.Deserialize<Report>(line["report ".Length..], JsonSerializerOptions.Web)!;
            return new LoadResult(
                report.Requests * 1e6 / report.Duration, report.P50 / 1e3, report.P99 / 1e3, report.Errors);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Microseconds, as wrk counts.
    private sealed record Report(double Requests, double Duration, double P50, double P99, long Errors);
}

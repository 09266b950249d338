using System.Globalization;

namespace CivicPlatform.Bench;

/// <summary>Records where a service's time goes while a load runs, with dotnet-trace.</summary>
internal sealed class Profile(RunningPlatform platform, string service, string folder)
{
    private const int Seconds = 10, Functions = 40;

    /// <summary>Runs the load with a recording beside it; the report names the functions that cost most.</summary>
    public async Task AroundAsync(Func<Task> load, Report report, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"profile-{service}.nettrace");
        var recording = RecordAsync(file, ct);
        await load();
        await recording;
        var top = await Programs.RunAsync(
            "dotnet-trace", ["report", file, "topN", "-n", $"{Functions}"], new Dictionary<string, string>(), ct);
        await File.WriteAllTextAsync(Path.ChangeExtension(file, ".txt"), top, ct);
        report.Note($"Profile of {service}: {Path.ChangeExtension(file, ".txt")} (threads that wait are in it too).");
    }

    private Task<string> RecordAsync(string file, CancellationToken ct) => Programs.RunAsync("dotnet-trace",
        [
            "collect", "-p", platform.ProcessOf(service).ToString(CultureInfo.InvariantCulture), "-o", file,
            "--duration", $"00:00:{Seconds:00}", "--profile", "dotnet-sampled-thread-time",
        ], new Dictionary<string, string>(), ct);
}

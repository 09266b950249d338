using System.Diagnostics;
using CivicPlatform.AppHost.Tests.Servers;

namespace CivicPlatform.AppHost.Tests.Hosting;

/// <summary>Runs the real AppHost as a program until it ends by itself.</summary>
internal static class AppHostProcess
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(4);

    /// <summary>Exit code and stderr of a start that is expected to fail.</summary>
    public static async Task<(int ExitCode, string Errors)> FailAsync(
        IReadOnlyDictionary<string, string> environment, CancellationToken ct)
    {
        using var data = new TemporaryFolder();
        using var process = Start(data.Path, environment);
        var errors = process.StandardError.ReadToEndAsync(ct);
        var output = process.StandardOutput.ReadToEndAsync(ct);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(Timeout);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail($"AppHost did not give up. It wrote: {await output} {await errors}");
        }

        return (process.ExitCode, (await errors).Trim());
    }

    private static Process Start(string dataDirectory, IReadOnlyDictionary<string, string> environment)
    {
        var assembly = RunScript.SourceOf(Path.Combine("bin", Bundle.Configuration, "net10.0", "AppHost.dll"));
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", assembly },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.Contains("__", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["CIVIC_DATA_DIR"] = dataDirectory;
        start.Environment["ASPIRE_BUNDLE_PATH"] = Bundle.Path;
        start.Environment["Ports__Api"] = "0";
        start.Environment["Ports__Dashboard"] = "0";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

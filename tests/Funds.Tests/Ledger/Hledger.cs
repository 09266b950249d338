using System.Diagnostics;

namespace CivicPlatform.Funds.Tests.Ledger;

/// <summary>The real hledger (a Debian package), which knows nothing of us.</summary>
internal static class Hledger
{
    /// <summary>Runs it on a journal; skips the test loudly where it is not installed.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string journal, params string[] arguments)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, journal, TestContext.Current.CancellationToken);
            var start = new ProcessStartInfo("hledger", ["-f", file, .. arguments])
            {
                RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["LC_ALL"] = "C.UTF-8" },
            };
            using var process = Start(start);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, output + await error);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("NOT CHECKED: hledger is not installed; run ./civic setup --tests");
            throw;
        }
    }
}

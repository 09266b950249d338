using System.Diagnostics;
using CivicPlatform.Cli;

namespace CivicPlatform.Bench;

/// <summary>Runs the programs a bench needs, with a bound on their time.</summary>
internal static class Programs
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    /// <summary>Standard output of the program; its standard error is the message when it fails.</summary>
    public static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment,
        CancellationToken ct)
    {
        var start = new ProcessStartInfo(Find(program)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bound.CancelAfter(Bound);
        using var process = Process.Start(start)!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(bound.Token);
            var output = await process.StandardOutput.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            return process.ExitCode == 0 ? output : throw new CivicException($"{program}: {await error}");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    // Debian keeps pgbench and pg_dump beside the server, out of the path.
    private static string Find(string program)
    {
        const string servers = "/usr/lib/postgresql";
        var beside = Directory.Exists(servers)
            ? Directory.EnumerateDirectories(servers).OrderDescending().Select(d => Path.Combine(d, "bin", program))
            : [];
        return beside.FirstOrDefault(File.Exists) ?? program;
    }

    /// <summary>A resource of this assembly.</summary>
    public static string Resource(string name)
    {
        using var stream = typeof(Programs).Assembly.GetManifestResourceStream($"CivicPlatform.Bench.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

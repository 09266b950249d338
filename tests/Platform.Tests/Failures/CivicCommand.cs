using System.Diagnostics;

namespace CivicPlatform.Platform.Tests.Failures;

/// <summary>A verb of <c>./civic</c>, run as an operator runs it.</summary>
internal sealed class CivicCommand : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private CivicCommand(Process process) => (_process, _output, _error) =
        (process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

    public static CivicCommand Start(params IEnumerable<string> arguments) => Start([], arguments);

    private static CivicCommand Start(
        IEnumerable<(string Name, string Value)> environment, IEnumerable<string> arguments)
    {
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal)
            ? "Release"
            : "Debug";
        var dll = Repository.PathOf("src", "Civic.Cli", "bin", configuration, "net10.0", "Civic.Cli.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", dll, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new CivicCommand(Process.Start(start)!);
    }

    /// <summary>Runs to the end; gives the exit code and everything printed.</summary>
    public static Task<(int Code, string Text)> RunAsync(params IEnumerable<string> arguments) =>
        RunAsync([], arguments);

    /// <summary>The same, with variables of its own.</summary>
    public static async Task<(int Code, string Text)> RunAsync(
        IEnumerable<(string Name, string Value)> environment, params IEnumerable<string> arguments)
    {
        using var command = Start(environment, arguments);
        return await command.EndAsync();
    }

    /// <summary>Ctrl+C.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public bool HasEnded => _process.HasExited;

    public async Task<(int Code, string Text)> EndAsync()
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        await _process.WaitForExitAsync(bound.Token);
        return (_process.ExitCode, await _output + await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}

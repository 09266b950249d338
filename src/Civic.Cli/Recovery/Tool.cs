using System.Diagnostics;

namespace CivicPlatform.Cli.Recovery;

/// <summary>A program that this command runs and waits for; passwords go through the environment only.</summary>
internal sealed class Tool : IAsyncDisposable
{
    private const int KeptLines = 200;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Queue<string> _said = new();
    private readonly string _name;

    private Tool(Process process, string name) => (_process, _name) = (process, name);

    public bool HasEnded => _process.HasExited;

    /// <summary>The last lines that it printed.</summary>
    public string Said
    {
        get
        {
            lock (_said) return string.Join('\n', _said);
        }
    }

    public static Tool Start(
        string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var tool = new Tool(Process.Start(start)!, Path.GetFileName(program));
        tool._process.OutputDataReceived += (_, line) => tool.Keep(line.Data);
        tool._process.ErrorDataReceived += (_, line) => tool.Keep(line.Data);
        tool._process.BeginOutputReadLine();
        tool._process.BeginErrorReadLine();
        return tool;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="CivicException">It ended with another code than 0; the message has its words.</exception>
    public static async Task RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken ct, params (string, string)[] environment)
    {
        await using var tool = Start(program, arguments, environment);
        await tool._process.WaitForExitAsync(ct);
        if (tool._process.ExitCode != 0) throw tool.Failure();
    }

    /// <summary>What went wrong, in its own words.</summary>
    public CivicException Failure() => new($"{_name} failed: {Said}");

    /// <summary>Asks it to end (SIGTERM) and waits.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited) return;
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync();
        using var bound = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(bound.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > KeptLines) _said.Dequeue();
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CivicPlatform.AppHost.Tests.Servers;

/// <summary>One of the scripts that AppHost starts, run as AppHost would run it.</summary>
internal sealed class RunScript : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private RunScript(Process process) => _process = process;

    public int Pid => _process.Id;
    public string Output => string.Join('\n', _output);

    /// <summary>Starts a script below <c>src/AppHost</c>.</summary>
    public static RunScript Start(string script, string[] args, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(Path.Combine(Root, "src", "AppHost", script), args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var running = new RunScript(new Process { StartInfo = start });
        running._process.OutputDataReceived += (_, line) => running.Keep(line.Data);
        running._process.ErrorDataReceived += (_, line) => running.Keep(line.Data);
        running._process.Start();
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        return running;
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Polls until the server answers; fails at once when the script has ended.</summary>
    public async Task UntilAsync(Func<Task<bool>> ready)
    {
        var started = Stopwatch.StartNew();
        while (!await AnswersAsync(ready))
        {
            Assert.False(_process.HasExited, $"the script ended:\n{Output}");
            Assert.True(started.Elapsed < Limit, $"not ready after {Limit}:\n{Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits for the end by itself.</summary>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGTERM, as DCP does, and the exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited) await SignalAsync("TERM", Pid);
        return await EndAsync();
    }

    public static async Task SignalAsync(string signal, int pid)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{pid}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    /// <summary>The top folder of the clone.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CivicPlatform.sln"))) folder = folder.Parent;
        return folder.FullName;
    }

    /// <summary>A file below <c>src/AppHost</c>.</summary>
    public static string SourceOf(string file) => Path.Combine(Root, "src", "AppHost", file);

    private static async Task<bool> AnswersAsync(Func<Task<bool>> ready)
    {
        try
        {
            return await ready();
        }
        catch (Exception failure) when (failure is HttpRequestException or SocketException or Npgsql.NpgsqlException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is not null) _output.Enqueue(line);
    }
}

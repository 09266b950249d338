using System.Collections;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>Starts and ends DCP, the orchestrator of the Aspire CLI bundle.</summary>
/// <remarks>DCP watches this process and stops everything when it dies, by kill -9 too.</remarks>
internal sealed class DcpHost(IConfiguration configuration, ILogger<DcpHost> logger) : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    /// <summary>All that processes inherit: never the connection strings and secrets of the application host.</summary>
    private static readonly HashSet<string> Inherited = new(StringComparer.Ordinal)
    {
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TEMP", "TMP",
        "DOTNET_ROOT", "DOTNET_CLI_HOME", "DOTNET_CLI_TELEMETRY_OPTOUT", "DOTNET_NOLOGO", "SSL_CERT_DIR",
        "SSL_CERT_FILE", "XDG_RUNTIME_DIR",
    };

    private string? session;
    private DcpClient? client;

    /// <summary>The client of the running DCP.</summary>
    public DcpClient Client => client ?? throw new InvalidOperationException("DCP was not started.");

    /// <summary>The folder of the Aspire CLI bundle: it holds <c>dcp/</c> and <c>managed/</c>.</summary>
    /// <exception cref="DistributedApplicationException">The bundle is not there.</exception>
    public string BundlePath
    {
        get
        {
            var path = Path.GetFullPath(configuration["ASPIRE_BUNDLE_PATH"] ?? ".data/aspire");
            return File.Exists(Path.Combine(path, "dcp", "dcp")) ? path : throw new DistributedApplicationException(
                $"The Aspire bundle is missing: {path} holds no dcp/dcp; run ./civic setup, or set " +
                "ASPIRE_BUNDLE_PATH.");
        }
    }

    public async Task StartAsync(CancellationToken ct)
    {
        var program = Path.Combine(BundlePath, "dcp", "dcp");
        // Directory.CreateTempSubdirectory makes it 0700: the kubeconfig in it is a key to this user's account.
        session = Directory.CreateTempSubdirectory("civic-dcp-").FullName;
        var kubeconfig = Path.Combine(session, "kubeconfig");
        using var process = Process.Start(StartInfo(program, session, kubeconfig))
            ?? throw new DistributedApplicationException($"{program} could not be started.");
        var errors = process.StandardError.ReadToEndAsync(ct);
        _ = process.StandardOutput.ReadToEndAsync(ct);

        var clock = Stopwatch.StartNew();
        KubeConfig? config;
        while ((config = KubeConfig.TryRead(kubeconfig)) is null)
        {
            // The started process detaches itself: only an exit code other than 0 is a failure.
            if (process.HasExited && process.ExitCode != 0)
            {
                var said = (await errors).ReplaceLineEndings(" ");
                throw new DistributedApplicationException($"DCP did not start: {said}");
            }

            if (clock.Elapsed > StartTimeout)
                throw new DistributedApplicationException($"DCP did not start within {StartTimeout.TotalSeconds:0} s.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), ct);
        }

        client = new DcpClient(config);
        logger.LogDebug("DCP listens on {Server} after {Elapsed} ms", config.Server, clock.ElapsedMilliseconds);
    }

    /// <summary>Ends DCP and all that it still runs; its session folder disappears last.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        if (client is null || session is null) return;
        try
        {
            await client.ShutdownAsync(ct);
            var clock = Stopwatch.StartNew();
            while (Directory.Exists(session) && clock.Elapsed < StopTimeout)
                await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
        catch (HttpRequestException e)
        {
            logger.LogWarning("DCP was gone already when it was asked to stop: {Reason}", e.Message);
        }

        client.Dispose();
        client = null;
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private static ProcessStartInfo StartInfo(string program, string session, string kubeconfig)
    {
        var start = new ProcessStartInfo(program)
        {
            ArgumentList =
            {
                "start-apiserver",
                "--monitor", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture),
                "--detach",
                "--kubeconfig", kubeconfig,
            },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = session,
        };
        start.Environment.Clear();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (Inherited.Contains(name)) start.Environment[name] = (string?)variable.Value;
        }

        start.Environment["DCP_SESSION_FOLDER"] = session;
        return start;
    }
}

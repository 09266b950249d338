using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using CivicPlatform.Cli.Keys;
using CivicPlatform.Cli.Tokens;
using CivicPlatform.Platform.Tests;
using Npgsql;

[assembly: AssemblyFixture(typeof(PlatformFixture))]

namespace CivicPlatform.Platform.Tests;

/// <summary>The real AppHost, started once for the assembly with a data folder and ports of its own.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    // 60 s fresh is the goal, on a calm machine.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(4);

    private readonly DataFolder _folder = new(
        Path.Combine(Path.GetTempPath(), $"civic-platform-{Environment.ProcessId}"));
    private readonly List<string> _output = [];
    private Process? _host;
    private TokenIssuer? _tokens;

    /// <summary>The gateway: the only door that these tests use.</summary>
    public Uri Api { get; private set; } = null!;

    public DataFolder Folder => _folder;

    /// <summary>How long a fresh start took until everything was healthy.</summary>
    public TimeSpan StartTook { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var watch = Stopwatch.StartNew();
        var (api, dashboard) = (FreePort(), FreePort());
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        string[] arguments = ["exec", AppHostPath, $"--Ports:Api={api}", $"--Ports:Dashboard={dashboard}"];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["CIVIC_DATA_DIR"] = _folder.Path;
        string[] limits =
            ["GATEWAY_RATE", "GATEWAY_BURST", "GATEWAY_CALCULATOR_RATE", "GATEWAY_CALCULATOR_BURST"];
        foreach (var limit in limits) start.Environment[limit] = "100000"; // One address plays a whole city here.
        // Two cores carry the tests, the platform and its start at once.
        start.Environment["GATEWAY_READ_TIMEOUT"] = "60";
        start.Environment.TryAdd("ASPIRE_BUNDLE_PATH", Repository.PathOf(".data", "aspire"));
        _host = Process.Start(start)!;
        _host.OutputDataReceived += (_, line) => Keep(line.Data);
        _host.ErrorDataReceived += (_, line) => Keep(line.Data);
        _host.BeginOutputReadLine();
        _host.BeginErrorReadLine();
        await WaitHealthyAsync(watch);
        StartTook = watch.Elapsed;
        Api = new Uri($"http://localhost:{api}");
        _tokens = new TokenIssuer(SigningKey.Load(_folder.SigningKey), TimeProvider.System);
    }

    /// <summary>A client that speaks for that role and division through the gateway.</summary>
    public ApiClient As(string role, string division, string? subject = null) =>
        WithToken(_tokens!.Issue(new TokenRequest(subject ?? $"u-{role}", [role], [division], TimeSpan.FromHours(1))));

    public ApiClient WithToken(string token)
    {
        var http = Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new ApiClient(http);
    }

    public ApiClient Anonymous() => new(Client());

    /// <summary>Pids of the running processes of a resource, from what AppHost tells.</summary>
    public IReadOnlyList<int> PidsOf(string resource)
    {
        using var endpoints = JsonDocument.Parse(File.ReadAllText(EndpointsPath));
        return [.. endpoints.RootElement.GetProperty("resources").EnumerateArray()
            .Where(r => r.GetProperty("name").GetString() == resource && r.TryGetProperty("pid", out _))
            .Select(r => r.GetProperty("pid").GetInt32())];
    }

    /// <summary>What every process of the platform has printed so far, the gateway's access log among it.</summary>
    public IReadOnlyList<(string Name, string Text)> ConsoleLogs()
    {
        string said;
        lock (_output) said = string.Join('\n', _output);
        // The orchestrator keeps each process's output in its session folder, which its command line names.
        var orchestrator = Directory.EnumerateDirectories("/proc").Select(p => Path.Combine(p, "cmdline"))
            .Select(path => File.Exists(path) ? File.ReadAllText(path) : "")
            .Where(line => line.Contains("civic-dcp-", StringComparison.Ordinal)
                && line.Contains($"{_host!.Id}", StringComparison.Ordinal)).First();
        var from = orchestrator.IndexOf("civic-dcp-", StringComparison.Ordinal);
        var session = Path.Combine(Path.GetTempPath(), orchestrator[from..].Split('/', '\0')[0]);
        return [("apphost", said), .. Directory.EnumerateFiles(session, "*", SearchOption.AllDirectories)
            .Select(file => (Path.GetFileName(file), ReadShared(file)))];
    }

    private static string ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    /// <summary>The superuser's connection to a service's database.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(string database)
    {
        using var endpoints = JsonDocument.Parse(await File.ReadAllTextAsync(EndpointsPath));
        var text = new NpgsqlConnectionStringBuilder(endpoints.RootElement.GetProperty("postgres").GetString())
        {
            Database = database,
            Pooling = false,
        };
        var connection = new NpgsqlConnection(text.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>One value from a service's database, seen from outside as the superuser.</summary>
    public async Task<T> QueryAsync<T>(string database, string sql)
    {
        await using var connection = await ConnectAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is null) return;
        using (var term = Process.Start("kill", ["-TERM", $"{_host.Id}"])) await term.WaitForExitAsync();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await _host.WaitForExitAsync(bound.Token);
        Directory.Delete(_folder.Path, recursive: true);
    }

    private string EndpointsPath => Path.Combine(_folder.Path, "run", "endpoints.json");

    private static string AppHostPath
    {
        get
        {
            var isRelease = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal);
            var configuration = isRelease ? "Release" : "Debug";
            return Repository.PathOf("src", "AppHost", "bin", configuration, "net10.0", "AppHost.dll");
        }
    }

    private async Task WaitHealthyAsync(Stopwatch watch)
    {
        while (watch.Elapsed < StartTimeout)
        {
            if (_host!.HasExited) break;
            if (File.Exists(EndpointsPath))
            {
                using var endpoints = JsonDocument.Parse(await File.ReadAllTextAsync(EndpointsPath));
                if (endpoints.RootElement.GetProperty("healthy").GetBoolean()) return;
            }
            await Task.Delay(200);
        }
        string said;
        lock (_output) said = string.Join('\n', _output);
        throw new InvalidOperationException($"The platform did not become healthy in {watch.Elapsed}:\n{said}");
    }

    private HttpClient Client() => new() { BaseAddress = Api, Timeout = TimeSpan.FromMinutes(3) };

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output) _output.Add(line);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using CivicPlatform.Cli.Keys;
using CivicPlatform.Cli.Tokens;
using Npgsql;

namespace CivicPlatform.Testing;

/// <summary>The real AppHost as a process, with a data folder and ports of its own.</summary>
/// <param name="name">Names the data folder, so that two of them in one test run do not meet.</param>
public class PlatformProcess(string name) : IAsyncDisposable
{
    // 60 s fresh is the goal, on a calm machine.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(4);

    private readonly DataFolder _folder = new(Path.Combine(Path.GetTempPath(), $"{name}-{Environment.ProcessId}"));
    private readonly List<string> _output = [];
    private Process? _host;
    private TokenIssuer? _tokens;

    /// <summary>The gateway: the only door that tests use.</summary>
    public Uri Api { get; private set; } = null!;

    public DataFolder Folder => _folder;

    /// <summary>Thumbprint of the gateway's certificate, when it was given one; no other is then accepted.</summary>
    protected string? Pinned { get; set; }

    /// <summary>How long a fresh start took until everything was healthy.</summary>
    public TimeSpan StartTook { get; private set; }

    /// <summary>Starts it and returns when everything is healthy; further settings as environment variables.</summary>
    public async Task StartAsync(params (string Name, string Value)[] settings)
    {
        var watch = Stopwatch.StartNew();
        var (api, dashboard) = (Servers.FreePort(), Servers.FreePort());
        _host = Process.Start(Prepare(api, dashboard, settings))!;
        _host.OutputDataReceived += (_, line) => Keep(line.Data);
        _host.ErrorDataReceived += (_, line) => Keep(line.Data);
        _host.BeginOutputReadLine();
        _host.BeginErrorReadLine();
        await WaitHealthyAsync(watch);
        StartTook = watch.Elapsed;
        using var endpoints = JsonDocument.Parse(await File.ReadAllTextAsync(EndpointsPath));
        Api = new Uri(endpoints.RootElement.GetProperty("api").GetString()!);
        _tokens = new TokenIssuer(SigningKey.Load(_folder.SigningKey), TimeProvider.System);
    }

    private ProcessStartInfo Prepare(int api, int dashboard, (string Name, string Value)[] settings)
    {
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
        foreach (var (key, value) in settings) start.Environment[key] = value;
        return start;
    }

    /// <summary>A client that speaks for that role and division through the gateway.</summary>
    public ApiClient As(string role, string division, string? subject = null) =>
        WithToken(TokenFor(role, division, subject));

    public ApiClient WithToken(string token)
    {
        var http = Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new ApiClient(http);
    }

    public ApiClient Anonymous() => new(Client());

    /// <summary>A token of this folder's local issuer, good for an hour.</summary>
    public string TokenFor(string role, string division, string? subject = null) =>
        _tokens!.Issue(new TokenRequest(subject ?? $"u-{role}", [role], [division], TimeSpan.FromHours(1)));

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
        var connection = new NpgsqlConnection(Superuser(database));
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Whether AppHost says that all services are healthy.</summary>
    public bool IsHealthy
    {
        get
        {
            using var endpoints = JsonDocument.Parse(File.ReadAllText(EndpointsPath));
            return endpoints.RootElement.GetProperty("healthy").GetBoolean();
        }
    }

    /// <summary>The broker's AMQP URL.</summary>
    public string BrokerUrl
    {
        get
        {
            using var endpoints = JsonDocument.Parse(File.ReadAllText(EndpointsPath));
            return endpoints.RootElement.GetProperty("rabbitmq").GetString()!;
        }
    }

    /// <summary>The superuser's connection string, to look at a database from outside the services.</summary>
    public string Superuser(string database)
    {
        using var endpoints = JsonDocument.Parse(File.ReadAllText(EndpointsPath));
        return new NpgsqlConnectionStringBuilder(endpoints.RootElement.GetProperty("postgres").GetString())
        {
            Database = database,
            Pooling = false,
        }.ConnectionString;
    }

    /// <summary>One value from a service's database, seen from outside as the superuser.</summary>
    public async Task<T> QueryAsync<T>(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(Superuser(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What AppHost and its processes said so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return string.Join('\n', _output);
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_host is null) return;
        using (var term = Process.Start("kill", ["-TERM", $"{_host.Id}"])) await term.WaitForExitAsync();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await _host.WaitForExitAsync(bound.Token);
        AfterStop();
        Directory.Delete(_folder.Path, recursive: true);
    }

    /// <summary>Called when everything has stopped, before the data folder is deleted.</summary>
    protected virtual void AfterStop() { }

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
            if (File.Exists(EndpointsPath) && IsHealthy) return;
            await Task.Delay(200);
        }
        throw new InvalidOperationException($"The platform did not become healthy in {watch.Elapsed}:\n{Output}");
    }

    private HttpClient Client()
    {
        var handler = new HttpClientHandler();
        if (Pinned is not null)
            handler.ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Thumbprint == Pinned;
        return new HttpClient(handler) { BaseAddress = Api, Timeout = TimeSpan.FromMinutes(3) };
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output) _output.Add(line);
    }
}

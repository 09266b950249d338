using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CivicPlatform.AppHost.Tests.Servers;

namespace CivicPlatform.AppHost.Tests.Gateway;

/// <summary>nginx from the template, before one echoing server per service; portal has no server.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<EchoService> _services = [];
    private readonly Dictionary<string, string> _environment = new()
    {
        ["GATEWAY_READ_TIMEOUT"] = "1",
        ["DASHBOARD_URL"] = "http://localhost:18888/login?t=abc",
    };
    private RunScript? _script;

    public HttpClient Http { get; private set; } = new();
    internal RunScript Script => _script ?? throw new InvalidOperationException("not started");
    private int Port { get; } = RunScript.FreePort();

    /// <summary>Settings of the gateway under test; before it starts.</summary>
    public void Set(string name, string value) => _environment[name] = value;

    public async ValueTask InitializeAsync()
    {
        foreach (var name in RouteList.Services)
        {
            var service = await EchoService.StartAsync(name);
            _services.Add(service);
            _environment[$"services__{name}__http__0"] = service.Address;
        }

        _environment["services__portal__http__0"] = $"http://localhost:{RunScript.FreePort()}";
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        await RestartAsync();
    }

    public async Task RestartAsync()
    {
        _script = RunScript.Start("gateway/run.sh", [_folder.In("gateway"), $"{Port}"], _environment);
        await _script.UntilAsync(async () => (await Http.GetAsync("/health")).IsSuccessStatusCode);
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>What the service behind a path got.</summary>
    public async Task<Echo> EchoAsync(string path, params (string Name, string Value)[] headers)
    {
        using var response = await GetAsync(path, headers);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
        return (await response.Content.ReadFromJsonAsync<Echo>(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The whole answer to bytes that no client library would send.</summary>
    public async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Checks that an answer is a problem of the gateway and gives its members.</summary>
    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, int status, string code)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        return problem;
    }

    public async ValueTask DisposeAsync()
    {
        if (_script is not null) await _script.DisposeAsync();
        foreach (var service in _services) await service.DisposeAsync();
        Http.Dispose();
        _folder.Dispose();
    }
}

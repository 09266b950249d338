using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aspire.Hosting.Dcp;

/// <summary>Speaks to DCP's API server, which listens on loopback with a certificate and a token of its own.</summary>
internal sealed class DcpClient : IDisposable
{
    private const string Root = "/apis/" + DcpObject.Group;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;

    public DcpClient(KubeConfig config)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust };
        trust.RevocationMode = X509RevocationMode.NoCheck;
        trust.CustomTrustStore.Add(config.Authority);
        http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust },
        })
        {
            BaseAddress = config.Server,
            Timeout = Timeout.InfiniteTimeSpan, // Watches never end; calls get RequestTimeout.
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", config.Token);
    }

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public async Task<T> CreateAsync<T>(T item, CancellationToken ct)
        where T : DcpObject
    {
        using var timeout = Bounded(ct);
        using var response = await http.PostAsJsonAsync(PathOf<T>(), item, Json, timeout.Token);
        await EnsureSuccessAsync(response, timeout.Token);
        return (await response.Content.ReadFromJsonAsync<T>(Json, timeout.Token))!;
    }

    /// <summary>The object, or null when it does not exist.</summary>
    public async Task<T?> FindAsync<T>(string name, CancellationToken ct)
        where T : DcpObject
    {
        using var timeout = Bounded(ct);
        using var response = await http.GetAsync($"{PathOf<T>()}/{name}", timeout.Token);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        await EnsureSuccessAsync(response, timeout.Token);
        return await response.Content.ReadFromJsonAsync<T>(Json, timeout.Token);
    }

    /// <summary>Asks for the end of an object; true when it existed.</summary>
    public async Task<bool> DeleteAsync<T>(string name, CancellationToken ct)
        where T : DcpObject
    {
        using var timeout = Bounded(ct);
        using var response = await http.DeleteAsync($"{PathOf<T>()}/{name}", timeout.Token);
        if (response.StatusCode == HttpStatusCode.NotFound) return false;
        await EnsureSuccessAsync(response, timeout.Token);
        return true;
    }

    /// <summary>Asks for the end of a process; its object stays, and cannot be started again.</summary>
    public Task StopAsync(string executableName, CancellationToken ct) => PatchAsync(
        $"{PathOf<ExecutableObject>()}/{executableName}", """{"spec":{"stop":true}}""", ct);

    /// <summary>Asks DCP to stop whatever still runs, and then itself.</summary>
    public Task ShutdownAsync(CancellationToken ct) => PatchAsync(
        "/admin/execution", """{"status":"Stopping","shutdownResourceCleanup":"Full"}""", ct);

    /// <summary>First all objects of the kind, then their changes; ends when the server ends it.</summary>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>([EnumeratorCancellation] CancellationToken ct)
        where T : DcpObject
    {
        await foreach (var line in ReadLinesAsync($"{PathOf<T>()}?watch=true", ct))
        {
            var change = JsonSerializer.Deserialize<WatchEvent<T>>(line, Json);
            if (change?.Object?.Metadata is not null) yield return change;
        }
    }

    /// <summary>The lines that a process wrote (stdout, stderr) or DCP about it (system), as they come.</summary>
    public IAsyncEnumerable<string> FollowLogAsync(string executableName, string source, CancellationToken ct) =>
        ReadLinesAsync(
            $"{PathOf<ExecutableObject>()}/{executableName}/log?source={source}&follow=true&timestamps=true", ct);

    public void Dispose() => http.Dispose();

    private static string PathOf<T>() => typeof(T) == typeof(ExecutableObject) ? Root + "/executables"
        : typeof(T) == typeof(ServiceObject) ? Root + "/services"
        : typeof(T) == typeof(EndpointObject) ? Root + "/endpoints"
        : throw new NotSupportedException(typeof(T).Name);

    private static CancellationTokenSource Bounded(CancellationToken ct)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(ct);
        source.CancelAfter(RequestTimeout);
        return source;
    }

    private static async Task EnsureSuccessAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.IsSuccessStatusCode) return;
        var request = response.RequestMessage!;
        var body = await response.Content.ReadAsStringAsync(ct);
        throw new HttpRequestException(
            $"DCP answered {(int)response.StatusCode} to {request.Method} {request.RequestUri!.AbsolutePath}: {body}",
            inner: null,
            response.StatusCode);
    }

    private async Task PatchAsync(string path, string body, CancellationToken ct)
    {
        using var timeout = Bounded(ct);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        // With a charset DCP answers 415.
        content.Headers.ContentType = new MediaTypeHeaderValue("application/merge-patch+json");
        using var response = await http.PatchAsync(path, content, timeout.Token);
        await EnsureSuccessAsync(response, timeout.Token);
    }

    private async IAsyncEnumerable<string> ReadLinesAsync(string path, [EnumeratorCancellation] CancellationToken ct)
    {
        using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, ct);
        await EnsureSuccessAsync(response, ct);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(ct), Encoding.UTF8);
        while (await reader.ReadLineAsync(ct) is { } line)
            if (line.Length > 0) yield return line;
    }
}

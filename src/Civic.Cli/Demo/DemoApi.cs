using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CivicPlatform.Cli.Tokens;

namespace CivicPlatform.Cli.Demo;

/// <summary>The platform's REST entry as the people of one street office use it.</summary>
public sealed class DemoApi(Uri address, TokenIssuer tokens) : IDisposable
{
    /// <summary>The street office of the story; its code is real, its community is invented.</summary>
    public const string Street = "110114009";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private const int MostTries = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    private readonly Dictionary<string, string> _tokens = [];

    /// <summary>How many writes changed something in this run.</summary>
    public int Changes { get; private set; }

    public Uri Address => address;

    public Task<JsonNode> GetAsync(string path, string role, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, path, null, role, ct);

    public Task<JsonNode> PostAsync(string path, object body, string role, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, path, () => JsonContent.Create(body), role, ct);

    public Task<JsonNode> PutAsync(string path, object body, string role, CancellationToken ct) =>
        SendAsync(HttpMethod.Put, path, () => JsonContent.Create(body), role, ct);

    /// <summary>Uploads one of the story's files.</summary>
    public async Task<JsonNode> PostFileAsync(
        string path, string file, string role, CancellationToken ct, string mediaType = "text/csv")
    {
        var bytes = await FileAsync(file, ct);
        return await SendAsync(HttpMethod.Post, path, Content, role, ct);

        ByteArrayContent Content()
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
            return content;
        }
    }

    /// <summary>Saves a file that the platform serves, byte for byte; nothing of it goes through our hands.</summary>
    public async Task SaveAsync(string path, string role, string file, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenFor(role));
        using var response = await _http.SendAsync(request, ct);
        if (!response.IsSuccessStatusCode)
            throw new RefusedException(HttpMethod.Get, path, response.StatusCode, await ReadAsync(response, ct));
        await File.WriteAllBytesAsync(file, await response.Content.ReadAsByteArrayAsync(ct), ct);
    }

    /// <summary>The login of a role, as its tokens name it.</summary>
    public static string SubjectOf(string role) => $"demo-{role}";

    /// <summary>One of the story's files.</summary>
    public static async Task<byte[]> FileAsync(string file, CancellationToken ct)
    {
        await using var stream = typeof(DemoApi).Assembly
            .GetManifestResourceStream($"CivicPlatform.Cli.Demo.Data.{file}")!;
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, ct);
        return bytes;
    }

    /// <summary>The first item of a list, or what <paramref name="create"/> makes when there is none.</summary>
    public async Task<JsonNode> FindOrCreateAsync(
        string list, string role, Func<Task<JsonNode>> create, CancellationToken ct)
    {
        var items = (await GetAsync(list, role, ct))["items"]!.AsArray();
        return items.Count > 0 ? items[^1]! : await create();
    }

    /// <summary>Reads until the answer is as it must become; other services work in their own time.</summary>
    public async Task<JsonNode> WaitAsync(string path, string role, Func<JsonNode, bool> ready, CancellationToken ct)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bound.CancelAfter(Patience);
        while (true)
        {
            var answer = await GetAsync(path, role, ct);
            if (ready(answer)) return answer;
            if (bound.IsCancellationRequested)
                throw new CivicException($"{path} did not become ready: {answer.ToJsonString()}");
            await Task.Delay(Pause, ct);
        }
    }

    /// <summary>Repeats a command while the platform refuses with that code: an event is still under way.</summary>
    public static async Task<JsonNode> RetryWhileAsync(
        string code, Func<Task<JsonNode>> command, CancellationToken ct)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bound.CancelAfter(Patience);
        while (true)
        {
            try
            {
                return await command();
            }
            catch (RefusedException refused) when (refused.Code == code && !bound.IsCancellationRequested)
            {
                await Task.Delay(Pause, ct);
            }
        }
    }

    /// <summary>A command that an earlier run may have done already: a refusal with that code is as good.</summary>
    public static async Task IgnoreAsync(string code, Func<Task<JsonNode>> command)
    {
        try
        {
            await command();
        }
        catch (RefusedException refused) when (refused.Code == code)
        {
        }
    }

    public void Dispose() => _http.Dispose();

    // A key per write and the same one on every try: a lost answer is asked for again, never done again.
    private async Task<JsonNode> SendAsync(
        HttpMethod method, string path, Func<HttpContent>? content, string role, CancellationToken ct)
    {
        var key = Guid.NewGuid().ToString();
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = content?.Invoke() };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenFor(role));
            if (method == HttpMethod.Post) request.Headers.Add("Idempotency-Key", key);
            using var response = await _http.SendAsync(request, ct);
            if (response.StatusCode >= HttpStatusCode.InternalServerError && attempt < MostTries)
            {
                await Task.Delay(attempt * Pause, ct);
                continue;
            }
            var answer = await ReadAsync(response, ct);
            // A statement that holds nothing new is written down as an import, but changes no account.
            if (response.StatusCode == HttpStatusCode.Created && answer["new"]?.GetValue<int>() != 0) Changes++;
            return response.IsSuccessStatusCode
                ? answer
                : throw new RefusedException(method, path, response.StatusCode, answer);
        }
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var text = await response.Content.ReadAsStringAsync(ct);
        return text.StartsWith('{') ? JsonNode.Parse(text)! : new JsonObject { ["title"] = text };
    }

    private string TokenFor(string role)
    {
        if (!_tokens.TryGetValue(role, out var token))
            _tokens[role] = token = Issue(role);
        return token;
    }

    private string Issue(string role) =>
        tokens.Issue(new TokenRequest(SubjectOf(role), [role], [Street], TimeSpan.FromHours(1)));
}

/// <summary>A problem answer of the platform, said in one sentence.</summary>
public sealed class RefusedException(HttpMethod method, string path, HttpStatusCode status, JsonNode problem)
    : CivicException($"{method} {path}: {(int)status} {problem["title"]} {problem["detail"]} ({problem["code"]})")
{
    /// <summary>The problem's stable code.</summary>
    public string? Code { get; } = (string?)problem["code"];

    /// <summary>What it says, without numbers.</summary>
    public string Title { get; } = (string?)problem["title"] ?? "";

    /// <summary>The rule that refused.</summary>
    public string? Rule { get; } = (string?)problem["rule"];
}

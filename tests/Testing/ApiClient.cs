using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CivicPlatform.Testing;

/// <summary>
/// Speaks the platform's REST conventions: a fresh idempotency key on every POST unless one is given.
/// </summary>
public sealed class ApiClient(HttpClient http)
{
    public HttpClient Http => http;

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, null, headers);

    public Task<Answer> PostAsync(string path, object body, string? key = null, params (string, string)[] headers) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body), key ?? Guid.NewGuid().ToString(), headers);

    public Task<Answer> PutAsync(string path, object body, params (string, string)[] headers) =>
        SendAsync(HttpMethod.Put, path, JsonContent.Create(body), null, headers);

    /// <summary>JSON as it stands, for bodies that no serializer would write.</summary>
    public Task<Answer> PostJsonAsync(string path, string json, string? key = null) => SendAsync(
        HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"),
        key ?? Guid.NewGuid().ToString());

    /// <summary>A CSV file as raw bytes.</summary>
    public Task<Answer> PostCsvAsync(string path, byte[] csv, string? key = null, string mediaType = "text/csv")
    {
        var content = new ByteArrayContent(csv);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return SendAsync(HttpMethod.Post, path, content, key ?? Guid.NewGuid().ToString());
    }

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, HttpContent? content, string? key, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, body, response.Content.Headers.ContentType?.MediaType,
            response.Headers.ETag?.Tag, response.Headers.Location);
    }
}

/// <summary>What came back, with the body both as bytes and as JSON.</summary>
public sealed record Answer(HttpStatusCode Status, byte[] Body, string? MediaType, string? ETag, Uri? Location)
{
    private JsonDocument? _json;

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => (_json ??= JsonDocument.Parse(Body)).RootElement;

    /// <summary>The problem's stable code, or null when there is none.</summary>
    public string? Code => MediaType == "application/problem+json" ? Json.GetProperty("code").GetString() : null;

    /// <summary>The rule that refused, or null.</summary>
    public string? Rule => MediaType == "application/problem+json" && Json.TryGetProperty("rule", out var rule)
        ? rule.GetString()
        : null;

    /// <summary>A property as text; dots step into objects.</summary>
    public string this[string path] => path.Split('.').Aggregate(Json, (e, name) => e.GetProperty(name)).ToString();

    public Guid Id => Json.GetProperty("id").GetGuid();

    /// <summary>Fails with the body shown when the status is another one.</summary>
    public Answer Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, $"Expected {(int)status}, got {(int)Status}: {Text}");
        return this;
    }

    /// <summary>Fails unless it is this problem, and the rule that refused where one is given.</summary>
    public Answer ExpectProblem(HttpStatusCode status, string code, string? rule = null)
    {
        Expect(status);
        Assert.Equal(code, Code);
        if (rule is not null) Assert.Equal(rule, this["rule"]);
        return this;
    }
}

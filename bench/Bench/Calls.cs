using CivicPlatform.Cli;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CivicPlatform.Bench;

/// <summary>Calls of the REST API that prepare a load.</summary>
internal static class Calls
{
    /// <summary>POST with a key of its own; the id of what was created. Throws with the problem's text.</summary>
    public static async Task<Guid> CreateAsync(this HttpClient http, string path, object body, CancellationToken ct) =>
        (await SendAsync(http, path, JsonContent.Create(body), ct)).GetProperty("id").GetGuid();

    /// <summary>POST with a key of its own; throws with the problem's text.</summary>
    public static Task PostAsync(this HttpClient http, string path, object body, CancellationToken ct) =>
        SendAsync(http, path, JsonContent.Create(body), ct);

    /// <summary>What the notice of a motion has to show.</summary>
    public static async Task<string> AgendaHashAsync(this HttpClient http, object agenda, CancellationToken ct) =>
        (await SendAsync(http, "agendas:preview", JsonContent.Create(agenda), ct))
        .GetProperty("agendaHash").GetString()!;

    /// <summary>POST of a CSV file.</summary>
    public static Task<JsonElement> UploadAsync(
        this HttpClient http, string path, string csv, CancellationToken ct)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv; charset=utf-8");
        return SendAsync(http, path, content, ct);
    }

    private static async Task<JsonElement> SendAsync(
        HttpClient http, string path, HttpContent content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/{path}") { Content = content };
        request.Headers.Add("Idempotency-Key", $"bench-{Guid.NewGuid():N}");
        using var answer = await http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode) throw new CivicException($"{path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}

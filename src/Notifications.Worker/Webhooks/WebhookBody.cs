using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CivicPlatform.Notifications.Notices;

namespace CivicPlatform.Notifications.Webhooks;

/// <summary>The body of a webhook: one CloudEvents 1.0 event in structured JSON, under 20 kB.</summary>
public static class WebhookBody
{
    /// <summary>Standard Webhooks asks for less than 20 kB; title and text limits of a notice keep far below.</summary>
    public const int BytesMax = 20_000;

    public const string ContentType = "application/cloudevents+json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Chinese stays readable; it is never put into HTML.
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The bytes that are signed and sent: the same for every try of one notice.</summary>
    public static byte[] Of(Notice notice)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new Envelope(
                "1.0", notice.EventId, $"/streets/{notice.StreetCode}", notice.EventType, notice.OccurredAt,
                notice.AggregateId.ToString(), "application/json",
                new Data(notice.Id, notice.StreetCode, notice.DivisionCode, notice.EstateId, notice.CaseId,
                    notice.Title, notice.Body)),
            Json);
        return body.Length < BytesMax
            ? body
            : throw new InvalidOperationException($"Notice {notice.Id} makes a body of {body.Length} bytes.");
    }

    private sealed record Envelope(
        [property: JsonPropertyName("specversion")] string SpecVersion, Guid Id, string Source, string Type,
        DateTimeOffset Time, string Subject,
        [property: JsonPropertyName("datacontenttype")] string DataContentType, Data Data);

    private sealed record Data(
        Guid NoticeId, string StreetCode, string DivisionCode, Guid? EstateId, Guid? CaseId, string Title, string Text);
}

using System.Text.Json.Nodes;

namespace CivicPlatform.Consultation.Data;

/// <summary>Puts a real request beside an operation of the OpenAPI document.</summary>
internal static class RequestExample
{
    public static RouteHandlerBuilder WithRequestExample(
        this RouteHandlerBuilder builder, string example, string mediaType = "application/json") =>
        builder.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            if (operation.RequestBody?.Content?.TryGetValue(mediaType, out var body) is true)
                body.Example = mediaType == "application/json" ? JsonNode.Parse(example) : JsonValue.Create(example);
            return Task.CompletedTask;
        });
}

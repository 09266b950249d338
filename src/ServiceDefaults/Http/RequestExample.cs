using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>Puts a real request beside an operation of the OpenAPI document.</summary>
public static class RequestExample
{
    /// <summary>The example of the body; does nothing for a media type that the operation does not take.</summary>
    public static RouteHandlerBuilder WithRequestExample(
        this RouteHandlerBuilder builder, string example, string mediaType = "application/json") =>
        builder.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            if (operation.RequestBody?.Content?.TryGetValue(mediaType, out var body) is true)
                body.Example = mediaType == "application/json" ? JsonNode.Parse(example) : JsonValue.Create(example);
            return Task.CompletedTask;
        });
}

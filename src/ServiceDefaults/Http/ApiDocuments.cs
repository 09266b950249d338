using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>
/// The OpenAPI 3.1 document of a service: who may call, idempotency keys and problem answers on every path.
/// </summary>
internal static class ApiDocuments
{
    public static void AddApiDocument(this WebApplicationBuilder builder, string service) =>
        builder.Services.AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = $"CivicPlatform {service}",
                    Version = "v1",
                    Description = "Money and areas are decimal strings. Errors are RFC 9457 problem details.",
                };
                document.Servers = []; // The gateway's address is the reader's own.
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                };
                return Task.CompletedTask;
            });
            options.CreateSchemaReferenceId = SchemaNameOf;
            options.AddSchemaTransformer(SayTextAsync);
            options.AddOperationTransformer(DescribeAsync);
        });

    // Every feature has its own Request and Response: the name of the feature tells them apart.
    private static string? SchemaNameOf(JsonTypeInfo type) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(type) is null ? null : NameOf(type.Type);

    private static string NameOf(Type type)
    {
        var own = type.IsNested ? $"{type.DeclaringType!.Name}{type.Name}" : type.Name;
        if (!type.IsGenericType) return own;
        var arguments = type.GetGenericArguments().Select(NameOf);
        return $"{own[..own.IndexOf('`', StringComparison.Ordinal)]}Of{string.Concat(arguments)}";
    }

    // Texts and amounts have converters of their own, so that the generator cannot see what they are.
    private static Task SayTextAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(string) || type == typeof(Money) || type == typeof(Area))
            schema.Type = schema.Type is { } known ? known | JsonSchemaType.String : JsonSchemaType.String;
        return Task.CompletedTask;
    }

    private static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (context.Description.HttpMethod == "POST" && !metadata.OfType<EndpointMarks.NoIdempotency>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = "Idempotency-Key",
                In = ParameterLocation.Header,
                Required = true,
                Description = "1 to 128 visible ASCII characters; " +
                    "the same key and body returns the first answer for 7 days.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        var permission = metadata.OfType<Permission>().LastOrDefault();
        operation.Extensions["x-permission"] = new JsonNodeExtension(permission?.Name ?? "public");
        operation.Extensions["x-roles"] = new JsonNodeExtension(
            new JsonArray([.. (permission?.Roles ?? []).Select(role => (JsonNode)role)]));
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "A problem (RFC 9457): type, title, status, detail, instance, traceId, code, rule, errors.",
        };
        return Task.CompletedTask;
    }
}

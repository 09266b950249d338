using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
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
    private const string Bearer = "bearer", Signature = "signature";

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
                document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                };
                document.Components.SecuritySchemes[Signature] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Header,
                    Name = SignatureHandler.Signature,
                    Description = "Standard Webhooks: HMAC-SHA256 with the channel's secret.",
                };
                return Task.CompletedTask;
            });
            options.CreateSchemaReferenceId = SchemaNameOf;
            options.AddSchemaTransformer(SchemaWords.SayTextAsync);
            options.AddSchemaTransformer(SchemaWords.SayCodesAsync);
            options.AddSchemaTransformer(SchemaWords.SayOptionalAsync);
            options.AddSchemaTransformer(SchemaWords.SayCommentsAsync);
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

    private static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var isSigned = metadata.OfType<EndpointMarks.SignedCall>().Any();
        operation.Parameters ??= [];
        foreach (var header in HeadersOf(context.Description.HttpMethod, metadata, isSigned))
            operation.Parameters.Add(header);
        // Members of a parameter record keep their C# names here; a query is read in any case, but one form is shown.
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
        {
            if (parameter is not { In: ParameterLocation.Query, Name: { } name }) continue;
            parameter.Description ??= SchemaWords.CommentOn(context.Description, name);
            parameter.Name = char.ToLowerInvariant(name[0]) + name[1..];
        }
        var permission = metadata.OfType<Permission>().LastOrDefault();
        operation.Security = permission is null
            ? []
            : [new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(isSigned ? Signature : Bearer, context.Document)] = [],
            }];
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
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

    private static OpenApiParameter[] HeadersOf(string? method, IList<object> metadata, bool isSigned)
    {
        if (isSigned)
        {
            return
            [
                Header(SignatureHandler.Id, "1 to 128 visible ASCII characters, the same when the message is sent " +
                    "again: it is the idempotency key, and returns the first answer for 7 days."),
                Header(SignatureHandler.SentAt, "Seconds since 1970, at most five minutes away from now."),
                Header(SignatureHandler.Signature, "v1, and HMAC-SHA256 in Base64 over id.timestamp.body; several " +
                    "with a space between them."),
            ];
        }
        return method == "POST" && !metadata.OfType<EndpointMarks.NoIdempotency>().Any()
            ? [Header("Idempotency-Key", "1 to 128 visible ASCII characters; the same key and body returns the first " +
                "answer for 7 days.")]
            : [];
    }

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Required = true,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}

using System.Reflection;
using System.Text.Json.Nodes;
using CivicPlatform.Kernel;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>What the generator of OpenAPI schemas cannot see by itself: own kinds of text, and closed lists.</summary>
internal static class SchemaWords
{
    /// <summary>Texts, amounts, instants and enums have converters of their own, which hide what they are.</summary>
    public static Task SayTextAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(DateTimeOffset))
        {
            schema.Format = "date-time";
            schema.Type = type == context.JsonTypeInfo.Type
                ? JsonSchemaType.String
                : JsonSchemaType.String | JsonSchemaType.Null;
        }
        if (type == typeof(string) || type == typeof(Money) || type == typeof(Area) || type.IsEnum)
            schema.Type = schema.Type is { } known ? known | JsonSchemaType.String : JsonSchemaType.String;
        if (type.IsAssignableTo(typeof(IEnumerable<string>)))
            schema.Items ??= new OpenApiSchema { Type = JsonSchemaType.String };
        return Task.CompletedTask;
    }

    /// <summary>The codes of a text, or of the texts of a list, that carries <see cref="CodesOfAttribute"/>.</summary>
    public static Task SayCodesAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        if (CodesOf(context) is not { } codes) return Task.CompletedTask;
        var one = schema.Items as OpenApiSchema ?? schema;
        one.Enum = [.. codes.Codes.Select(code => (JsonNode)code)];
        if (one.Type?.HasFlag(JsonSchemaType.Null) is true) one.Enum.Add(JsonNullSentinel.JsonNull);
        return Task.CompletedTask;
    }

    /// <summary>What the code says about a type or a member.</summary>
    public static Task SayCommentsAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        if (context.JsonPropertyInfo is null) schema.Description ??= XmlWords.Of(context.JsonTypeInfo.Type);
        if (PropertyOf(context) is not { } property || XmlWords.Of(property) is not { } words)
            return Task.CompletedTask;
        object? shared = null;
        schema.Metadata?.TryGetValue("x-schema-id", out shared);
        // A shared schema has its own words; the generator puts these beside the reference to it.
        if (shared is string { Length: > 0 }) schema.Metadata!["x-ref-description"] = words;
        else schema.Description = words;
        return Task.CompletedTask;
    }

    /// <summary>What the code says about a query parameter that is a member of a parameter record.</summary>
    public static string? CommentOn(ApiDescription operation, string parameter)
    {
        var bound = operation.ParameterDescriptions.FirstOrDefault(p => p.Name == parameter)?.ParameterDescriptor;
        var member = (bound as IParameterInfoParameterDescriptor)?.ParameterInfo.Member;
        return member is PropertyInfo property ? XmlWords.Of(property) : null;
    }

    /// <summary>Members that may be null are left out when they are, so none of them is required.</summary>
    public static Task SayOptionalAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        foreach (var property in context.JsonTypeInfo.Properties.Where(p => p.IsGetNullable))
            schema.Required?.Remove(property.Name);
        return Task.CompletedTask;
    }

    private static PropertyInfo? PropertyOf(OpenApiSchemaTransformerContext context) =>
        context.JsonPropertyInfo?.AttributeProvider as PropertyInfo;

    // A member of a body says it on the property or, for a record, on the parameter of its constructor.
    private static CodesOfAttribute? CodesOf(OpenApiSchemaTransformerContext context)
    {
        if (context.JsonPropertyInfo is { } property)
            return Find(property.AttributeProvider) ?? Find(property.AssociatedParameter?.AttributeProvider);
        return Find((context.ParameterDescription?.ParameterDescriptor as IParameterInfoParameterDescriptor)
            ?.ParameterInfo);
    }

    private static CodesOfAttribute? Find(ICustomAttributeProvider? provider) =>
        provider?.GetCustomAttributes(typeof(CodesOfAttribute), inherit: true).OfType<CodesOfAttribute>()
            .FirstOrDefault();
}

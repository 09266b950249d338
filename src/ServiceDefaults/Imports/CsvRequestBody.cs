using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.OpenApi;

namespace CivicPlatform.ServiceDefaults.Imports;

/// <summary>Says in the OpenAPI document what file an import takes.</summary>
public static class CsvRequestBody
{
    /// <summary>A body of text/csv or NDJSON with the columns and limits of <paramref name="shape"/>.</summary>
    /// <remarks>
    /// Not <c>Accepts</c>: routing would then refuse the other media types that <see cref="CsvImport"/> reads.
    /// </remarks>
    /// <param name="builder">The endpoint.</param>
    /// <param name="shape">Columns and limits.</param>
    /// <param name="others">Media types of another format that it takes too.</param>
    public static RouteHandlerBuilder TakesCsv(
        this RouteHandlerBuilder builder, CsvShape shape, params string[] others) =>
        builder.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = Describe(shape),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["text/csv"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
                    [NdjsonRows.MediaType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
                },
            };
            foreach (var mediaType in others)
            {
                operation.RequestBody.Content!.Add(
                    mediaType, new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            }
            return Task.CompletedTask;
        });

    private static string Describe(CsvShape shape)
    {
        var optional = shape.OptionalColumns.Length == 0
            ? ""
            : $" Columns that may be absent: {string.Join(", ", shape.OptionalColumns)}.";
        return string.Create(CultureInfo.InvariantCulture,
            $"CSV with a header row. Columns, in any order: {string.Join(", ", shape.Columns)}.{optional} " +
            $"UTF-8 (with or without BOM) or GB18030; the charset of Content-Type decides when it is given. " +
            $"Or NDJSON: one object a line with these names, strings or numbers. Content-Encoding: gzip is allowed. " +
            $"At most {shape.MaxRows} rows and {shape.MaxBytes} bytes after " +
            $"unzipping (413 import.too_large). 400 import.encoding, import.truncated, import.not_csv; " +
            $"422 import.header for other columns.");
    }
}

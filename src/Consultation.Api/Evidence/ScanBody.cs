using CivicPlatform.Consultation.Files;
using Microsoft.OpenApi;

namespace CivicPlatform.Consultation.Evidence;

/// <summary>Says in the OpenAPI document that an operation takes the bytes of a scan.</summary>
internal static class ScanBody
{
    private const string Example = "%PDF-1.7 ...";

    private static readonly string[] s_types =
        [FileContent.Jpeg, FileContent.Png, FileContent.Pdf, "application/octet-stream"];

    public static RouteHandlerBuilder TakesScan(this RouteHandlerBuilder builder) =>
        builder.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = "The file as it is, no form: a JPEG or PNG photo or a PDF of at most 10 MB.",
                Content = s_types.ToDictionary(type => type, type => new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                    Example = type == FileContent.Pdf ? Example : null,
                }),
            };
            return Task.CompletedTask;
        });
}

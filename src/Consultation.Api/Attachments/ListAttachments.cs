using CivicPlatform.Consultation.Files;
using CivicPlatform.Consultation.Meetings;
using Microsoft.OpenApi;

namespace CivicPlatform.Consultation.Attachments;

/// <summary>GET /meetings/{id}/attachments and the bytes of one of them.</summary>
public static class ListAttachments
{
    /// <param name="MediaType">By its content: image/jpeg, image/png or application/pdf.</param>
    /// <param name="ContentHash">SHA-256 of the file.</param>
    public sealed record Response(
        Guid Id, Guid MeetingId, AttachmentPurpose Purpose, string MediaType, int Bytes, string ContentHash,
        DateTimeOffset AttachedAt, string AttachedBy)
    {
        public static Response Of(MeetingAttachment a) => new(
            a.Id, a.MeetingId, a.Purpose, a.MediaType, a.Bytes, a.ContentHash, a.AttachedAt, a.AttachedBy);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/meetings/{id:guid}/attachments", ListAsync)
            .Requires(Permissions.MinutesRead)
            .WithTags("Meetings").WithSummary("List the attachments of a meeting (会议附件)")
            .WithDescription("Oldest first, at most 50: what each is and its hash. 404 meetings.not_found.");
        routes.MapGet("/meetings/{id:guid}/attachments/{attachmentId:guid}", GetAsync)
            .Requires(Permissions.MinutesRead).ReadsPersonalData()
            .WithTags("Meetings").WithSummary("Download an attachment (下载附件)")
            .WithDescription(
                "The bytes as they were sent, always as a download. ETag is the content hash. Photos show people: " +
                "each download leaves an audit row. 404 attachments.not_found.")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.Responses!["200"] = new OpenApiResponse
                {
                    Description = "The file.",
                    Content = FileContent.MediaTypes.ToDictionary(type => type, _ => new OpenApiMediaType
                    {
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                    }),
                };
                return Task.CompletedTask;
            });
    }

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        Guid id, ConsultationDbContext db, CancellationToken ct)
    {
        if (!await db.Meetings.AnyAsync(m => m.Id == id, ct)) return MeetingErrors.NotFound.ToProblem();
        var rows = await db.MeetingAttachments.AsNoTracking().Where(a => a.MeetingId == id)
            .OrderBy(a => a.AttachedAt).ThenBy(a => a.Id).Take(MeetingAttachment.MaxOfMeeting).ToListAsync(ct);
        return TypedResults.Ok(new Page<Response>(rows.ConvertAll(Response.Of), null));
    }

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> GetAsync(
        Guid id, Guid attachmentId, ConsultationDbContext db, AttachmentStore store, CurrentUser user,
        HttpContext http, CancellationToken ct)
    {
        var attachment = await db.MeetingAttachments.AsNoTracking()
            .SingleOrDefaultAsync(a => a.Id == attachmentId && a.MeetingId == id, ct);
        if (attachment is null) return AttachmentErrors.NotFound.ToProblem();
        await db.Audit.RecordReadAsync(user, (attachment.Id, attachment.StreetCode), ct);
        http.Response.ContentType = attachment.MediaType;
        http.Response.ContentLength = attachment.Bytes;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{attachment.ContentHash[..16]}\"";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ETag = $"\"{attachment.ContentHash}\"";
        await store.WriteToAsync(attachment.Id, http.Response.Body, ct);
        return TypedResults.Empty;
    }
}

using CivicPlatform.Consultation.Files;
using CivicPlatform.Consultation.Meetings;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace CivicPlatform.Consultation.Attachments;

/// <summary>POST /meetings/{id}/attachments: the raw bytes of a photo or PDF of a meeting (EVT-03).</summary>
public static class AttachFile
{
    // A file of the permitted size comes through; one byte more is told by the endpoint, and far more by the server.
    private const int BodyBytes = MeetingAttachment.MaxBytes + 64 * 1024;

    internal static IReadOnlyCollection<string> Purposes => Codes.All<AttachmentPurpose>();

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/meetings/{id:guid}/attachments", PostAsync)
        .Requires(Permissions.MeetingWrite).WithMetadata(new RequestSizeLimitAttribute(BodyBytes))
        .WithTags("Meetings").WithSummary("Attach a photo or PDF (上传会议附件)")
        .WithDescription(
            "The body is the file itself; purpose is PHOTO, SIGN_IN_SHEET, PLAN, SIGNED_MINUTES or OTHER (when left " +
            "out), and no file name is taken. What it is, its content says: 422 attachments.not_recognised, " +
            "attachments.type_differs when Content-Type says otherwise, attachments.too_many (EVT-03); 413 " +
            "attachments.too_large over 10 MiB; 400 attachments.empty. The same bytes again answer 200 with the " +
            "attachment that is there.")
        .Produces<ListAttachments.Response>(201).Produces<ListAttachments.Response>()
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = "The bytes of one JPEG, PNG or PDF of at most 10 MiB.",
                Content = FileContent.MediaTypes.ToDictionary(type => type, _ => new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                }),
            };
            return Task.CompletedTask;
        })
        .WithRequestExample("%PDF-1.7 ...", FileContent.Pdf);

    private static async Task<IResult> PostAsync(
        Guid id, Handler handler, HttpContext http, CancellationToken ct,
        [CodesOf(typeof(AttachFile), nameof(Purposes))] string purpose = "OTHER")
    {
        if (new ShapeCheck().Code(purpose, Purposes).Error is { } malformed) return malformed.ToProblem();
        var attached = await handler.HandleAsync(id, Codes.Parse<AttachmentPurpose>(purpose), http.Request, ct);
        if (!attached.Succeeded(out var answer, out var error)) return error.ToProblem();
        var response = ListAttachments.Response.Of(answer.Attachment);
        return answer.IsNew
            ? TypedResults.Created($"/api/v1/meetings/{id}/attachments/{response.Id}", response)
            : TypedResults.Ok(response);
    }

    internal sealed record Attached(MeetingAttachment Attachment, bool IsNew);

    public sealed class Handler(
        ConsultationDbContext db, AttachmentStore store, ICivilClock clock, CurrentUser user)
    {
        internal async Task<Result<Attached>> HandleAsync(
            Guid meetingId, AttachmentPurpose purpose, HttpRequest request, CancellationToken ct)
        {
            var meeting = await db.Meetings.AsNoTracking().SingleOrDefaultAsync(m => m.Id == meetingId, ct);
            if (meeting is null) return MeetingErrors.NotFound;
            // One file of a meeting at a time: the bound on their number holds, and equal bytes meet each other.
            await db.Database.ExecuteSqlAsync($"select 1 from meetings where id = {meetingId} for no key update", ct);
            var present = db.MeetingAttachments.AsNoTracking().Where(a => a.MeetingId == meetingId);
            if (await present.CountAsync(ct) >= MeetingAttachment.MaxOfMeeting) return AttachmentErrors.TooMany;

            var inspected = await AttachmentStore.InspectAsync(request, ct);
            if (!inspected.Succeeded(out var file, out var error)) return error;
            var same = await present.SingleOrDefaultAsync(a => a.ContentHash == file.ContentHash, ct);
            if (same is not null) return new Attached(same, IsNew: false);

            var now = await clock.NowAsync(meeting.StreetCode, ct);
            var attachment = MeetingAttachment.Of(meeting, purpose, file, (user.Subject, now));
            db.Add(attachment);
            db.Audit.Record(user, "meetings.attach", attachment.Id, meeting.StreetCode, file.ContentHash);
            await db.SaveChangesAsync(ct);
            await store.KeepAsync(attachment, request, ct);
            return new Attached(attachment, IsNew: true);
        }
    }
}

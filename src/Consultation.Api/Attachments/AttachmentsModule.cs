using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Attachments;

/// <summary>Photos and papers of meetings.</summary>
public static class AttachmentsModule
{
    public static void AddAttachments(this IServiceCollection services)
    {
        services.AddScoped<AttachmentStore>();
        services.AddScoped<AttachFile.Handler>();
        services.AddEncryptedColumns("attachment_parts", "content");
    }

    public static void MapAttachments(this IEndpointRouteBuilder routes)
    {
        AttachFile.Map(routes);
        ListAttachments.Map(routes);
    }
}

using CivicPlatform.Consultation.Meetings;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Attachments;

/// <summary>A photo or PDF of a meeting, known by its SHA-256. Appended only.</summary>
public sealed class MeetingAttachment : ITenantOwned
{
    /// <summary>One file: 10 MiB.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Files of one meeting.</summary>
    public const int MaxOfMeeting = 50;

    private MeetingAttachment() { }

    public required Guid Id { get; init; }
    public required Guid MeetingId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required AttachmentPurpose Purpose { get; init; }

    /// <summary>By content, not as the caller said.</summary>
    public required string MediaType { get; init; }
    public required int Bytes { get; init; }

    /// <summary>SHA-256 of the plain file.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset AttachedAt { get; init; }
    public required string AttachedBy { get; init; }

    internal static MeetingAttachment Of(
        Meeting meeting, AttachmentPurpose purpose, ReceivedFile file,
        (string Subject, DateTimeOffset Now) attached) => new()
        {
            Id = Guid.CreateVersion7(), MeetingId = meeting.Id, StreetCode = meeting.StreetCode,
            DivisionCode = meeting.DivisionCode, Purpose = purpose, MediaType = file.MediaType, Bytes = file.Bytes,
            ContentHash = file.ContentHash, AttachedAt = attached.Now, AttachedBy = attached.Subject,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<MeetingAttachment>
    {
        public void Configure(EntityTypeBuilder<MeetingAttachment> builder) => builder.ToTable("meeting_attachments");
    }
}

/// <summary>What the stream of a file turned out to be.</summary>
internal sealed record ReceivedFile(string MediaType, int Bytes, string ContentHash);

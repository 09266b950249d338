using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Meetings;

/// <summary>One version of a meeting's minutes (会议纪要). Appended only: a correction is the next version.</summary>
public sealed class Minutes : ITenantOwned
{
    private Minutes() { }

    public required Guid Id { get; init; }
    public required Guid MeetingId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>1, 2, ... in one meeting.</summary>
    public required int Number { get; init; }

    /// <summary>Ciphered for this row: what people say at a table tells who they are.</summary>
    public required byte[] Text { get; init; }
    public required DateTimeOffset WrittenAt { get; init; }
    public required string WrittenBy { get; init; }

    internal static Minutes Of(
        Meeting meeting, int number, Func<Guid, byte[]> text, string writtenBy, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7();
        return new Minutes
        {
            Id = id, MeetingId = meeting.Id, StreetCode = meeting.StreetCode, DivisionCode = meeting.DivisionCode,
            Number = number, Text = text(id), WrittenAt = now, WrittenBy = writtenBy,
        };
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Minutes>
    {
        public void Configure(EntityTypeBuilder<Minutes> builder) => builder.ToTable("meeting_minutes");
    }
}

/// <summary>That a party signed one version of the minutes; a later version needs signatures of its own.</summary>
public sealed class MinutesSignature : ITenantOwned
{
    private MinutesSignature() { }

    public required Guid MinutesId { get; init; }
    public required Party Party { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>SHA-256 of the signed paper.</summary>
    public required string DocumentHash { get; init; }
    public required DateTimeOffset SignedAt { get; init; }
    public required string RecordedBy { get; init; }

    internal static MinutesSignature Of(
        Minutes minutes, SignMinutes.Request request, string recordedBy, DateTimeOffset now) => new()
        {
            MinutesId = minutes.Id, Party = request.Party, StreetCode = minutes.StreetCode,
            DivisionCode = minutes.DivisionCode, DocumentHash = request.DocumentHash, SignedAt = now,
            RecordedBy = recordedBy,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<MinutesSignature>
    {
        public void Configure(EntityTypeBuilder<MinutesSignature> builder)
        {
            builder.ToTable("minutes_signatures");
            builder.HasKey(s => new { s.MinutesId, s.Party });
        }
    }
}

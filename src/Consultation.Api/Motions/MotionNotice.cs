using CivicPlatform.Consultation.Archives;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Motions;

/// <summary>The notice of a vote (表决公告) as it hung, with the proof that it did (EVT-03).</summary>
/// <param name="PostedAt">When it was hung up, with offset; not in the future.</param>
/// <param name="Places">Where it hangs; 1 to 50, each at most 100 characters.</param>
/// <param name="AgendaHash">Hash of title and items as it showed them (agendas:preview).</param>
/// <param name="Evidence">SHA-256 of photos and delivery lists; 1 to 50.</param>
/// <param name="Kind">REGULAR; EXTRAORDINARY where the profile has a period for it.</param>
public sealed record MotionNotice(
    DateTimeOffset PostedAt, IReadOnlyList<string> Places, string AgendaHash, IReadOnlyList<string> Evidence,
    NoticeKind Kind = NoticeKind.Regular);

/// <summary>What the owners were told they would vote on, kept for ever: legal evidence, only ever added.</summary>
public sealed class NoticeRecord : ITenantOwned
{
    private NoticeRecord() { }

    public required Guid MotionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required string[] ItemTitles { get; init; }
    public required string[] ItemTexts { get; init; }
    public required string AgendaHash { get; init; }
    public required NoticeKind Kind { get; init; }
    public required DateTimeOffset PostedAt { get; init; }
    public required string[] Places { get; init; }
    public required string[] Evidence { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
    public required string RecordedBy { get; init; }

    public IReadOnlyList<AgendaItem> Items =>
        [.. ItemTitles.Zip(ItemTexts, (title, text) => new AgendaItem(title, text))];

    internal static NoticeRecord Of(
        Motion motion, IReadOnlyList<AgendaItem> items, MotionNotice notice, string by, DateTimeOffset now) => new()
        {
            MotionId = motion.Id,
            StreetCode = motion.StreetCode,
            DivisionCode = motion.DivisionCode,
            ItemTitles = [.. items.Select(item => item.Title)],
            ItemTexts = [.. items.Select(item => item.Text)],
            AgendaHash = notice.AgendaHash,
            Kind = notice.Kind,
            PostedAt = notice.PostedAt.ToUniversalTime(),
            Places = [.. notice.Places],
            Evidence = [.. notice.Evidence],
            RecordedAt = now,
            RecordedBy = by,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<NoticeRecord>
    {
        public void Configure(EntityTypeBuilder<NoticeRecord> builder)
        {
            builder.ToTable("motion_notices");
            builder.HasKey(notice => notice.MotionId);
            builder.Property(notice => notice.MotionId).ValueGeneratedNever();
            builder.Ignore(notice => notice.Items);
        }
    }
}

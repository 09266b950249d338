using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Objections;

/// <summary>One step of an objection, for ever. Appended only, sealed (decision 0070).</summary>
public sealed class ObjectionEntry : ITenantOwned
{
    private ObjectionEntry() { }

    public required Guid Id { get; init; }
    public required Guid ObjectionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required ObjectionState State { get; init; }

    /// <summary>Keyed hash of the words of this step: proves them and tells nothing.</summary>
    public byte[]? TextKey { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
    public required string RecordedBy { get; init; }

    internal static ObjectionEntry Of(Objection objection, byte[]? textKey, string recordedBy) => new()
    {
        Id = Guid.CreateVersion7(),
        ObjectionId = objection.Id,
        StreetCode = objection.StreetCode,
        DivisionCode = objection.DivisionCode,
        State = objection.State,
        TextKey = textKey,
        RecordedAt = objection.ChangedAt,
        RecordedBy = recordedBy,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<ObjectionEntry>
    {
        public void Configure(EntityTypeBuilder<ObjectionEntry> builder)
        {
            builder.ToTable("objection_entries");
            builder.HasOne<Objection>().WithMany().HasForeignKey(entry => entry.ObjectionId); // Written after it.
        }
    }
}

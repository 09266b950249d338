using CivicPlatform.Consultation.Motions;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.EVotes;

/// <summary>An owner's click where the city's own system must be used: advice, no ballot (VOTE-21).</summary>
public sealed class AdvisoryAnswer : ITenantOwned
{
    private AdvisoryAnswer() { }

    public required Guid Id { get; init; }
    public required Guid MotionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid UnitId { get; init; }

    /// <summary>Encrypted, as on a ballot: advice tells as much as a vote.</summary>
    public required byte[] Choice { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
    public required string RecordedBy { get; init; }

    internal static AdvisoryAnswer Of(
        Motion motion, Guid unitId, Choice choice, FieldCipher cipher, (string By, DateTimeOffset At) recorded)
    {
        var id = Guid.CreateVersion7();
        return new AdvisoryAnswer
        {
            Id = id,
            MotionId = motion.Id,
            StreetCode = motion.StreetCode,
            DivisionCode = motion.DivisionCode,
            UnitId = unitId,
            Choice = cipher.Encrypt([(byte)choice], id.ToByteArray()),
            RecordedAt = recorded.At,
            RecordedBy = recorded.By,
        };
    }

    /// <summary>What it says; asked for after the close only.</summary>
    internal Choice Open(FieldCipher cipher) => (Choice)cipher.Decrypt(Choice, Id.ToByteArray())[0];

    internal sealed class Mapping : IEntityTypeConfiguration<AdvisoryAnswer>
    {
        public void Configure(EntityTypeBuilder<AdvisoryAnswer> builder)
        {
            builder.ToTable("advisory_answers");
            builder.Property(answer => answer.Id).ValueGeneratedNever();
        }
    }
}

/// <summary>The number that the city's e-voting system gave a vote (VOTE-21). Written by the import only.</summary>
public sealed class BallotExternalRef : ITenantOwned
{
    private BallotExternalRef() { }

    public required Guid BallotId { get; init; }
    public required Guid MotionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required string ExternalRef { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<BallotExternalRef>
    {
        public void Configure(EntityTypeBuilder<BallotExternalRef> builder)
        {
            builder.ToTable("ballot_external_refs");
            builder.HasKey(reference => reference.BallotId);
        }
    }
}

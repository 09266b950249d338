using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Evidence;

/// <summary>A scan that was filed with a motion (选票原件). Only ever added; the bytes are in the store.</summary>
public sealed class EvidenceFile : ITenantOwned
{
    internal EvidenceFile() { } // EF Core and UploadEvidence.

    public required Guid Id { get; init; }
    public required Guid MotionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>Of the file as it was sent, 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>As its first bytes tell, whatever the sender said.</summary>
    public required string MediaType { get; init; }
    public required int Bytes { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset UploadedAt { get; init; }
    public required string UploadedBy { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<EvidenceFile>
    {
        public void Configure(EntityTypeBuilder<EvidenceFile> builder)
        {
            builder.ToTable("evidence_files");
            builder.Property(file => file.Id).ValueGeneratedNever();
        }
    }
}

/// <summary>Which scan shows a ballot. A file of ballots may name one that is not here yet.</summary>
public sealed class BallotEvidence : ITenantOwned
{
    internal BallotEvidence() { }

    public required Guid BallotId { get; init; }
    public required Guid MotionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required string Sha256 { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public required string RecordedBy { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<BallotEvidence>
    {
        public void Configure(EntityTypeBuilder<BallotEvidence> builder)
        {
            builder.ToTable("ballot_evidence");
            builder.HasKey(link => link.BallotId);
            builder.Property(link => link.BallotId).ValueGeneratedNever();
        }
    }
}

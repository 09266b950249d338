using CivicPlatform.Consultation.Motions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Archives;

/// <summary>What was signed when the voting closed. Written once, sealed; public, because it tells no choice.</summary>
public sealed class VoteClosing : ITenantOwned
{
    private VoteClosing() { }

    public required Guid MotionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required string RollHash { get; init; }
    public required string Root { get; init; }
    public required int Ballots { get; init; }

    /// <summary>Units with proof of delivery; null without the silence rule.</summary>
    public Guid[]? DeliveredUnits { get; init; }

    /// <summary>Papers that owners in conflict have signed for; null without any.</summary>
    public Guid[]? DesignatedBallots { get; init; }

    /// <summary><see cref="ArchiveText.Of"/>.</summary>
    public required string Tally { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset ClosedAt { get; init; }
    public required byte[] Signature { get; init; }
    public required string PublicKey { get; init; }

    internal static VoteClosing Of(Motion motion, ArchiveHeader header) => new()
    {
        MotionId = motion.Id,
        StreetCode = motion.StreetCode,
        DivisionCode = motion.DivisionCode,
        RollHash = header.RollHash,
        Root = header.Root,
        Ballots = header.Ballots,
        DeliveredUnits = header.DeliveredUnits?.ToArray(),
        DesignatedBallots = header.DesignatedBallots?.ToArray(),
        Tally = header.Tally,
        ClosedAt = header.ClosedAt,
        Signature = header.Signature,
        PublicKey = header.PublicKey,
    };

    internal ArchiveHeader ToHeader(Motion motion, int units) => new()
    {
        Format = ArchiveHeader.CurrentFormat,
        MotionId = MotionId,
        Title = motion.Title,
        Agenda = motion.Agenda,
        Amount = motion.Amount?.ToString(),
        Matter = Codes.Of(motion.Matter),
        RuleSet = Codes.Of(motion.RuleSet),
        DeliveredUnits = DeliveredUnits,
        DesignatedBallots = DesignatedBallots,
        Units = units,
        Ballots = Ballots,
        RollHash = RollHash,
        Root = Root,
        Tally = Tally,
        ClosedAt = ClosedAt,
        PublicKey = PublicKey,
        Signature = Signature,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<VoteClosing>
    {
        public void Configure(EntityTypeBuilder<VoteClosing> builder)
        {
            builder.ToTable("vote_closings");
            builder.HasKey(closing => closing.MotionId);
            builder.Property(closing => closing.MotionId).ValueGeneratedNever();
        }
    }
}

using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Publicity;

/// <summary>That the residents' committee (居委会) was told of an assembly's decision (PUB-06). Appended only.</summary>
public sealed class CommitteeNotice : ITenantOwned
{
    private CommitteeNotice() { }

    public required Guid DecisionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>Civil day.</summary>
    public required DateOnly ToldOn { get; init; }

    /// <summary>SHA-256 of the receipt that the committee gave.</summary>
    public required string DocumentHash { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
    public required string RecordedBy { get; init; }

    internal static CommitteeNotice Of(
        Decision decision, TellCommittee.Request request, string recordedBy, DateTimeOffset now) => new()
        {
            DecisionId = decision.Id, StreetCode = decision.StreetCode, DivisionCode = decision.DivisionCode,
            ToldOn = request.ToldOn, DocumentHash = request.DocumentHash, RecordedAt = now, RecordedBy = recordedBy,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<CommitteeNotice>
    {
        public void Configure(EntityTypeBuilder<CommitteeNotice> builder)
        {
            builder.ToTable("committee_notices");
            builder.HasKey(notice => notice.DecisionId);
        }
    }
}

using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>A visit record (入户走访): who talked to whom, offered what, with what outcome (PIPE-02).</summary>
public sealed class VisitRecord : ITenantOwned
{
    private VisitRecord() { }

    public required Guid Id { get; init; }
    public required Guid BoardId { get; init; }
    public required Guid UnitId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>Civil day.</summary>
    public required DateOnly VisitedOn { get; init; }
    public required VisitChannel Channel { get; init; }
    public required VisitOutcome Outcome { get; init; }

    /// <summary>What was offered; ciphered for this row, because it tells how people live (PRIV-04).</summary>
    public byte[]? Offer { get; init; }

    /// <summary>The number that a field device gave it; null when it was recorded at once.</summary>
    public string? Ref { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The staff member.</summary>
    public required string RecordedBy { get; init; }

    internal static VisitRecord Of(
        ConsentHousehold household, RecordVisit.Request visit, Func<Guid, byte[]?> offer, string recordedBy,
        DateTimeOffset now, string? reference = null)
    {
        var id = Guid.CreateVersion7();
        return new VisitRecord
        {
            Id = id,
            BoardId = household.BoardId,
            UnitId = household.UnitId,
            StreetCode = household.StreetCode,
            DivisionCode = household.DivisionCode,
            VisitedOn = visit.VisitedOn,
            Channel = visit.Channel,
            Outcome = visit.Outcome,
            Offer = offer(id),
            Ref = reference,
            RecordedAt = now,
            RecordedBy = recordedBy,
        };
    }

    internal sealed class Mapping : IEntityTypeConfiguration<VisitRecord>
    {
        public void Configure(EntityTypeBuilder<VisitRecord> builder) => builder.ToTable("consent_visits");
    }
}

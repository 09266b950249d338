using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Registry.Owners;

/// <summary>The record of one change of ownership (产权变更); never changed afterwards.</summary>
public sealed class OwnershipTransfer : ITenantOwned
{
    private OwnershipTransfer() { }

    public required Guid Id { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    public required Guid UnitId { get; init; }

    public required string[] FromRefs { get; init; }

    public required string FromStatus { get; init; }

    public required string[] ToRefs { get; init; }

    public required string ToStatus { get; init; }

    /// <summary>Civil date on which it became true.</summary>
    public required DateOnly TransferredOn { get; init; }

    /// <summary>Login of the clerk.</summary>
    public required string RecordedBy { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>From what the unit was to what it becomes; who recorded it and when.</summary>
    public static OwnershipTransfer Record(
        Estates.Unit unit, Holders from, Holders to, (DateOnly On, string By, DateTimeOffset At) fact) => new()
        {
            Id = Guid.CreateVersion7(),
            StreetCode = unit.StreetCode,
            DivisionCode = unit.DivisionCode,
            UnitId = unit.Id,
            FromRefs = from.Refs,
            FromStatus = from.SaleStatus,
            ToRefs = to.Refs,
            ToStatus = to.SaleStatus,
            TransferredOn = fact.On,
            RecordedBy = fact.By,
            RecordedAt = fact.At,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<OwnershipTransfer>
    {
        public void Configure(EntityTypeBuilder<OwnershipTransfer> builder)
        {
            builder.ToTable("ownership_transfers").HasKey(t => t.Id);
            builder.Property(t => t.Id).ValueGeneratedNever();
        }
    }
}

/// <summary>Who holds a part, refs sorted ordinally, and its sale status.</summary>
public sealed record Holders(string[] Refs, string SaleStatus)
{
    public static Holders Of(Estates.Unit unit) =>
        new([.. unit.Holdings.Select(h => h.Owner.Ref).Order(StringComparer.Ordinal)], unit.SaleStatus);

    /// <summary>True when both name the same refs and status.</summary>
    public bool Same(Holders other) => SaleStatus == other.SaleStatus && Refs.SequenceEqual(other.Refs);
}

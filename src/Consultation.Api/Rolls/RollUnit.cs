using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Register;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Rolls;

/// <summary>One exclusive part on a frozen roll, with its holders at that moment.</summary>
public sealed class RollUnit : ITenantOwned
{
    private RollUnit() { }

    public required Guid RollId { get; init; }
    public required Guid UnitId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required string Building { get; init; }
    public required string Entrance { get; init; }
    public required string Room { get; init; }
    public required Area Area { get; init; }
    public required SaleStatus SaleStatus { get; init; }
    public required string[] OwnerRefs { get; init; }

    internal static RollUnit From(RegisterUnit unit, Guid rollId) => new()
    {
        RollId = rollId,
        UnitId = unit.Id,
        StreetCode = unit.StreetCode,
        DivisionCode = unit.DivisionCode,
        Building = unit.Building!,
        Entrance = unit.Entrance!,
        Room = unit.Room!,
        Area = unit.Area!.Value,
        SaleStatus = unit.SaleStatus,
        OwnerRefs = unit.OwnerRefs,
    };

    /// <summary>As the count sees it: named by its id.</summary>
    public TallyUnit ToTally() => new(UnitId.ToString(), Area.Hundredths, OwnerRefs, SaleStatus);

    internal sealed class Mapping : IEntityTypeConfiguration<RollUnit>
    {
        public void Configure(EntityTypeBuilder<RollUnit> builder)
        {
            builder.ToTable("roll_units");
            builder.HasKey(unit => new { unit.RollId, unit.UnitId });
        }
    }
}

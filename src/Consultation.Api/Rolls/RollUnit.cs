using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Register;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Rolls;

/// <summary>One exclusive part on a roll, with its holders at the freeze; corrected until the seal.</summary>
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
    public required Area Area { get; set; }

    /// <summary>What a correction took the area from (VOTE-10); null: as the register has it.</summary>
    public AreaSource? AreaSource { get; private set; }
    public required SaleStatus SaleStatus { get; set; }
    public required string[] OwnerRefs { get; set; }

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

    internal void Take(RollChange corrected) => (Area, AreaSource, OwnerRefs, SaleStatus) =
        (corrected.Area!.Value, corrected.AreaSource, corrected.OwnerRefs!, corrected.SaleStatus!.Value);

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

using CivicPlatform.Consultation.Motions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Register;

/// <summary>An exclusive part (专有部分) and its present holders, as the register says.</summary>
/// <remarks>A stub without place or area when a transfer overtook the registration; then on no roll.</remarks>
public sealed class RegisterUnit : ITenantOwned
{
    private RegisterUnit() { } // Written by SQL only.

    public required Guid Id { get; init; }
    public required Guid EstateId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public string? Building { get; init; }
    public string? Entrance { get; init; }
    public string? Room { get; init; }
    public Area? Area { get; init; }
    public required SaleStatus SaleStatus { get; init; }
    public required string[] OwnerRefs { get; init; }

    /// <summary>0 from the registration, the unit's own version from a transfer on.</summary>
    public required long HoldingVersion { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<RegisterUnit>
    {
        public void Configure(EntityTypeBuilder<RegisterUnit> builder) => builder.ToTable("register_units");
    }
}

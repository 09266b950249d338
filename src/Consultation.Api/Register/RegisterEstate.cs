using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Register;

/// <summary>An estate (物业管理区域) as Registry last told its totals; rolls wait until the units agree with them.</summary>
public sealed class RegisterEstate : ITenantOwned
{
    private RegisterEstate() { } // Written by SQL only.

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required string Name { get; init; }
    public required int Units { get; init; }
    public required Area Area { get; init; }

    /// <summary>Registry's version of the estate; older news is dropped.</summary>
    public required long Version { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<RegisterEstate>
    {
        public void Configure(EntityTypeBuilder<RegisterEstate> builder) => builder.ToTable("register_estates");
    }
}

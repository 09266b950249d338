using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Registry.Estates;

/// <summary>A building (幢) of an estate, by the code that people use.</summary>
public sealed class Building : ITenantOwned
{
    private Building() { }

    public required Guid EstateId { get; init; }

    public required string Code { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>Sorts 2 before 10.</summary>
    public required string SortKey { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<Building>
    {
        public void Configure(EntityTypeBuilder<Building> builder)
        {
            builder.ToTable("buildings").HasKey(b => new { b.EstateId, b.Code });
            builder.Property(b => b.SortKey).UseCollation("C");
        }
    }
}

/// <summary>An entrance (单元) of a building; the code is empty where the building has one only.</summary>
public sealed class Entrance : ITenantOwned
{
    private Entrance() { }

    public required Guid EstateId { get; init; }

    public required string Building { get; init; }

    public required string Code { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<Entrance>
    {
        public void Configure(EntityTypeBuilder<Entrance> builder) =>
            builder.ToTable("entrances").HasKey(e => new { e.EstateId, e.Building, e.Code });
    }
}

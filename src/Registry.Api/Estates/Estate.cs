using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Registry.Estates;

/// <summary>
/// A property management area (物业管理区域): one owners' assembly. Imports write it; its version orders its events.
/// </summary>
public sealed class Estate : ITenantOwned, IVersioned
{
    private Estate() { } // EF Core; imports insert by SQL.

    public required Guid Id { get; init; }

    public required string StreetCode { get; init; }

    /// <summary>12-digit community code.</summary>
    public required string DivisionCode { get; init; }

    /// <summary>Unique in its community.</summary>
    public required string Name { get; init; }

    /// <summary>Exclusive parts on record.</summary>
    public int Units { get; private set; }

    /// <summary>Sum of their areas.</summary>
    public Area Area { get; private set; }

    public long Version { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<Estate>
    {
        public void Configure(EntityTypeBuilder<Estate> builder)
        {
            builder.ToTable("estates").HasKey(e => e.Id);
            builder.Property(e => e.Id).ValueGeneratedNever();
        }
    }
}

using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Registry.Divisions;

/// <summary>
/// A division of the statistical code book, from province to community. Public reference data, no tenant's.
/// </summary>
public sealed class Division : IVersioned
{
    private Division() { } // EF Core and Add.

    /// <summary>2, 4, 6, 9 or 12 digits.</summary>
    public required string Code { get; init; }

    public string Name { get; private set; } = "";

    /// <summary>The code's own prefix, computed by the database; null for a province.</summary>
    public string? ParentCode { get; private set; }

    public long Version { get; private set; } = 1;

    public static Division Add(DivisionCode code, string name) => new() { Code = code.Value, Name = name };

    /// <summary>The code of the level above; null for a province.</summary>
    public static string? ParentOf(string code) => code.Length switch
    {
        4 => code[..2],
        6 => code[..4],
        9 => code[..6],
        12 => code[..9],
        _ => null,
    };

    /// <summary>Communities and streets change names; their codes do not.</summary>
    public void Rename(string name) => Name = name;

    internal sealed class Mapping : IEntityTypeConfiguration<Division>
    {
        public void Configure(EntityTypeBuilder<Division> builder)
        {
            builder.ToTable("divisions").HasKey(d => d.Code);
            builder.Property(d => d.ParentCode).ValueGeneratedOnAddOrUpdate();
        }
    }
}

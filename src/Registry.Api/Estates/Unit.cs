using CivicPlatform.Registry.Owners;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Registry.Estates;

/// <summary>An exclusive part (专有部分): flat, shop, parking space. The smallest thing that votes and pays.</summary>
public sealed class Unit : ITenantOwned, IVersioned
{
    private Unit() { } // EF Core; imports insert by SQL.

    public required Guid Id { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    public required Guid EstateId { get; init; }

    public required string Building { get; init; }

    /// <summary>Empty where the building has one entrance only.</summary>
    public required string Entrance { get; init; }

    public required string Room { get; init; }

    /// <summary>Sorts rooms as people do: 9 before 101.</summary>
    public required string SortKey { get; init; }

    /// <summary>Negative below ground.</summary>
    public required int Floor { get; init; }

    public required Area Area { get; init; }

    /// <summary>REGISTER, SURVEY or CONTRACT, in falling rank (VOTE-10).</summary>
    public required string AreaSource { get; init; }

    /// <summary>FLAT, SHOP, PARKING or OTHER.</summary>
    public required string Kind { get; init; }

    /// <summary>SOLD, UNSOLD or SOLD_NOT_DELIVERED (VOTE-11).</summary>
    public string SaleStatus { get; private set; } = "";

    public long Version { get; private set; }

    public List<Holding> Holdings { get; private set; } = [];

    /// <summary>New holders from now on; the old ones stay in the transfer's record.</summary>
    public void HandTo(IEnumerable<Owner> owners, string saleStatus)
    {
        var wanted = owners.ToList();
        Holdings.RemoveAll(holding => wanted.TrueForAll(owner => owner.Id != holding.OwnerId));
        foreach (var owner in wanted.Where(owner => Holdings.TrueForAll(holding => holding.OwnerId != owner.Id)))
            Holdings.Add(Holding.Of(this, owner));
        SaleStatus = saleStatus;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Unit>
    {
        public void Configure(EntityTypeBuilder<Unit> builder)
        {
            builder.ToTable("units").HasKey(u => u.Id);
            builder.Property(u => u.Id).ValueGeneratedNever();
            builder.Property(u => u.SortKey).UseCollation("C");
            builder.HasMany(u => u.Holdings).WithOne().HasForeignKey(h => h.UnitId);
        }
    }
}

/// <summary>The codes of a unit's fields as they are published.</summary>
public static class UnitCodes
{
    public const string Sold = "SOLD";
    public const string Unsold = "UNSOLD";
    public const string SoldNotDelivered = "SOLD_NOT_DELIVERED";

    public static readonly IReadOnlyCollection<string> SaleStatuses = [Sold, Unsold, SoldNotDelivered];
    public static readonly IReadOnlyCollection<string> Kinds = ["FLAT", "SHOP", "PARKING", "OTHER"];
    public static readonly IReadOnlyCollection<string> AreaSources = ["REGISTER", "SURVEY", "CONTRACT"];
}

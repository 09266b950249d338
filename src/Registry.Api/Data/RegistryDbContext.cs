using CivicPlatform.Registry.Divisions;
using CivicPlatform.Registry.Estates;
using CivicPlatform.Registry.Owners;

namespace CivicPlatform.Registry.Data;

/// <summary>The register's database; what an import writes in bulk goes through SQL instead (UnitImports).</summary>
public sealed class RegistryDbContext(DbContextOptions<RegistryDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Division> Divisions => Set<Division>();

    public DbSet<Estate> Estates => Set<Estate>();

    public DbSet<Building> Buildings => Set<Building>();

    public DbSet<Entrance> Entrances => Set<Entrance>();

    public DbSet<Unit> Units => Set<Unit>();

    public DbSet<Owner> Owners => Set<Owner>();

    public DbSet<Holding> Holdings => Set<Holding>();

    public DbSet<OwnershipTransfer> OwnershipTransfers => Set<OwnershipTransfer>();

    public DbSet<OwnerAccount> OwnerAccounts => Set<OwnerAccount>();
}

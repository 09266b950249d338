using CivicPlatform.Cases.Intake;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Data;

/// <summary>The database of Cases.</summary>
public sealed class CasesDbContext(DbContextOptions<CasesDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Case> Cases => Set<Case>();
}

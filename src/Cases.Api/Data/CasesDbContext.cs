using CivicPlatform.Cases.Intake;
using CivicPlatform.Cases.Referrals;
using CivicPlatform.Cases.Timeline;
using CivicPlatform.Cases.Works;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Data;

/// <summary>The database of Cases.</summary>
public sealed class CasesDbContext(DbContextOptions<CasesDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Case> Cases => Set<Case>();

    public DbSet<CaseReferral> Referrals => Set<CaseReferral>();

    public DbSet<WorksProject> WorksProjects => Set<WorksProject>();

    public DbSet<StepTaken> WorksSteps => Set<StepTaken>();

    public DbSet<WorksFact> WorksFacts => Set<WorksFact>();

    public DbSet<ProjectAlert> WorksAlerts => Set<ProjectAlert>();

    public DbSet<Estate> Estates => Set<Estate>();

    public DbSet<TimelineEntry> TimelineEntries => Set<TimelineEntry>();
}

using CivicPlatform.Cases.Disputes;
using CivicPlatform.Cases.Duties;
using CivicPlatform.Cases.Handling;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Cases.Rates;
using CivicPlatform.Cases.Referrals;
using CivicPlatform.Cases.Settlements;
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

    public DbSet<CaseMove> CaseMoves => Set<CaseMove>();

    public DbSet<CaseNote> CaseNotes => Set<CaseNote>();

    public DbSet<Department> Departments => Set<Department>();

    public DbSet<DepartmentMember> DepartmentMembers => Set<DepartmentMember>();

    public DbSet<Duty> Duties => Set<Duty>();

    public DbSet<RateFact> RateFacts => Set<RateFact>();

    public DbSet<Track> Tracks => Set<Track>();

    public DbSet<TrackEvent> TrackEvents => Set<TrackEvent>();

    public DbSet<DisputeNote> DisputeNotes => Set<DisputeNote>();

    public DbSet<LiabilityStatement> LiabilityStatements => Set<LiabilityStatement>();

    public DbSet<Offer> Offers => Set<Offer>();

    public DbSet<Feedback> Feedbacks => Set<Feedback>();

    public DbSet<Settlement> Settlements => Set<Settlement>();

    public DbSet<WorksProject> WorksProjects => Set<WorksProject>();

    public DbSet<StepTaken> WorksSteps => Set<StepTaken>();

    public DbSet<WorksFact> WorksFacts => Set<WorksFact>();

    public DbSet<ProjectAlert> WorksAlerts => Set<ProjectAlert>();

    public DbSet<ProjectLink> WorksLinks => Set<ProjectLink>();

    public DbSet<Estate> Estates => Set<Estate>();

    public DbSet<TimelineEntry> TimelineEntries => Set<TimelineEntry>();
}

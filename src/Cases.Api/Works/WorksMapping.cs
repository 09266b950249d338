using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Cases.Works;

/// <summary>Tables of the works slice.</summary>
public sealed class WorksMapping :
    IEntityTypeConfiguration<WorksProject>, IEntityTypeConfiguration<Lift>, IEntityTypeConfiguration<StepTaken>,
    IEntityTypeConfiguration<WorksFact>, IEntityTypeConfiguration<ProjectAlert>, IEntityTypeConfiguration<Estate>
{
    public void Configure(EntityTypeBuilder<WorksProject> builder)
    {
        builder.ToTable("works_projects");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.HasMany(p => p.Lifts).WithOne().HasForeignKey("ProjectId").IsRequired();
        builder.Navigation(p => p.Lifts).HasField("_lifts").UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<Lift> builder)
    {
        builder.ToTable("works_lifts");
        builder.Property(l => l.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<StepTaken> builder)
    {
        builder.ToTable("works_steps");
        builder.Property(s => s.Id).ValueGeneratedNever();
        // Said so that a project, its lifts and their first steps are saved in this order.
        builder.HasOne<WorksProject>().WithMany().HasForeignKey(s => s.ProjectId);
        builder.HasOne<Lift>().WithMany().HasForeignKey(s => s.LiftId);
    }

    public void Configure(EntityTypeBuilder<WorksFact> builder)
    {
        builder.ToTable("works_facts");
        builder.Property(f => f.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<ProjectAlert> builder)
    {
        builder.ToTable("works_alerts");
        builder.HasKey(a => new { a.Id, a.Building });
        builder.HasOne<WorksProject>().WithMany().HasForeignKey(a => a.ProjectId);
    }

    public void Configure(EntityTypeBuilder<Estate> builder)
    {
        builder.ToTable("estates");
        builder.Property(e => e.Id).ValueGeneratedNever();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Cases.Intake;

/// <summary>Table of the cases; the ciphered reporter is read apart, when somebody may see him.</summary>
public sealed class CaseMapping : IEntityTypeConfiguration<Case>
{
    public void Configure(EntityTypeBuilder<Case> builder)
    {
        builder.ToTable("cases");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property<byte[]?>("ReporterName");
        builder.Property<byte[]?>("ReporterPhone");
        builder.Property<byte[]?>("ReporterNameHash");
        builder.Property<byte[]?>("ReporterPhoneHash");
    }
}

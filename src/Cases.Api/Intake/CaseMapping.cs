using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Cases.Intake;

/// <summary>Table of the cases; reporter and words are ciphered and read apart.</summary>
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
        builder.Property<byte[]?>("DescriptionCipher");
        builder.Property<byte[]?>("AddressCipher");
        builder.Property<string>("Description").IsRequired(); // In clear, of an earlier version: see ConcealWords.
        builder.Property<string?>("Address");
    }
}

using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Cases.Duties;

/// <summary>Who can be given a case (承办单位): an office's own department, one of the district, a company.</summary>
public sealed class Department : ITenantOwned, IVersioned
{
    public required Guid Id { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>The office's own code, unique in it; never changed.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    /// <summary>One of <see cref="DepartmentKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>False once nothing new is given to it.</summary>
    public required bool Active { get; set; }

    /// <inheritdoc />
    public long Version { get; private set; } = 1;
}

/// <summary>A login that acts for a department, tied by a clerk.</summary>
public sealed class DepartmentMember : ITenantOwned
{
    public required Guid Id { get; init; }

    public required Guid DepartmentId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>Code of the department.</summary>
    public required string Code { get; init; }

    /// <summary>Claim <c>sub</c> of the login.</summary>
    public required string Subject { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public required string AddedBy { get; init; }
}

/// <summary>One line of the duty catalogue (职责清单): who handles a matter in an office (CASE-03).</summary>
public sealed class Duty : ITenantOwned, IVersioned
{
    public required Guid Id { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>Code of the matter; one line a matter.</summary>
    public required string Matter { get; init; }

    /// <summary>Code of the department that leads.</summary>
    public required string Department { get; set; }

    /// <summary>Codes of those that help.</summary>
    public required string[] CoHandlers { get; set; }

    /// <summary>True when the matter stands on the residents' committees' list (CASE-07).</summary>
    public required bool CommunityDuty { get; set; }

    /// <inheritdoc />
    public long Version { get; private set; } = 1;
}

/// <summary>What a department is.</summary>
public static class DepartmentKinds
{
    public const string CommunityCommittee = "COMMUNITY_COMMITTEE";

    public static readonly IReadOnlyList<string> All =
        ["STREET_OFFICE", "DISTRICT_DEPARTMENT", CommunityCommittee, "PROPERTY_COMPANY", "PUBLIC_UTILITY", "OTHER"];
}

internal sealed class DutyMapping :
    IEntityTypeConfiguration<Department>, IEntityTypeConfiguration<DepartmentMember>, IEntityTypeConfiguration<Duty>
{
    public void Configure(EntityTypeBuilder<Department> builder)
    {
        builder.ToTable("departments");
        builder.Property(d => d.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<DepartmentMember> builder)
    {
        builder.ToTable("department_members");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasOne<Department>().WithMany().HasForeignKey(m => m.DepartmentId);
    }

    public void Configure(EntityTypeBuilder<Duty> builder)
    {
        builder.ToTable("duties");
        builder.Property(d => d.Id).ValueGeneratedNever();
    }
}

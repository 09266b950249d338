using CivicPlatform.Cases.Intake;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Cases.Referrals;

/// <summary>Why there is a case although nobody called (转办): the event of another service that asked for it.</summary>
public sealed class CaseReferral : ITenantOwned
{
    public required Guid CaseId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>One of <see cref="ReferralKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it came from: the consent board.</summary>
    public required Guid SourceId { get; init; }

    /// <summary>The household, as only its board can resolve it.</summary>
    public required Guid HouseholdRef { get; init; }

    /// <summary>The case whose works it is about, when there is one in this office.</summary>
    public Guid? ParentCaseId { get; init; }

    /// <summary>The event that was told.</summary>
    public required Guid EventId { get; init; }

    /// <summary>When it happened there.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<CaseReferral>
    {
        public void Configure(EntityTypeBuilder<CaseReferral> builder)
        {
            builder.ToTable("case_referrals");
            builder.HasKey(referral => referral.CaseId);
            builder.HasOne<Case>().WithOne().HasForeignKey<CaseReferral>(referral => referral.CaseId);
        }
    }
}

/// <summary>What may become a case without a caller.</summary>
public static class ReferralKinds
{
    /// <summary>An owner wanted to withdraw after the construction lock (PIPE-02, 001-5).</summary>
    public const string ConsentWithdrawal = "CONSENT_WITHDRAWAL";

    public static readonly IReadOnlyList<string> All = [ConsentWithdrawal];
}

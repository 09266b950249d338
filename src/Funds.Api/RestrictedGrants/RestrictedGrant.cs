using CivicPlatform.Funds.Ledger;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Funds.RestrictedGrants;

/// <summary>For whom a foundation gave (定向资助、专款专用).</summary>
/// <param name="Name">The foundation's own words, such as 高龄空巢; no person.</param>
/// <param name="MinAge">Years; null where age does not matter.</param>
/// <param name="LivingAlone">Only who lives alone.</param>
public sealed record Earmark(string Name, int? MinAge, bool LivingAlone)
{
    /// <summary>What of the earmark a household does not meet; success when it meets all of it (RAISE-27).</summary>
    public Result Check(Beneficiary household)
    {
        if (MinAge is { } years && household.Age < years) return GrantErrors.NotTheEarmark(Name);
        return LivingAlone && !household.LivesAlone ? GrantErrors.NotTheEarmark(Name) : Result.Success;
    }
}

/// <summary>What a clerk saw in the papers of a household. It decides and is not kept (PRIV-02).</summary>
public sealed record Beneficiary(int Age, bool LivesAlone);

/// <summary>Money of a foundation for some households of an estate (RAISE-26).</summary>
public sealed class RestrictedGrant : ITenantOwned, IVersioned
{
    private RestrictedGrant() { } // EF Core.

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid EstateId { get; init; }

    /// <summary>The dedicated account that it came to.</summary>
    public required Guid AccountId { get; init; }
    public required string Foundation { get; init; }

    /// <summary>The foundation's project, to which the rest goes back.</summary>
    public required string Project { get; init; }

    /// <summary>The foundation's credit code (GB 32100).</summary>
    public required string CreditCode { get; init; }

    /// <summary>SHA-256 of the donation agreement.</summary>
    public required string AgreementHash { get; init; }

    /// <summary>Name of the earmark.</summary>
    public required string Beneficiaries { get; init; }
    public required int? MinAge { get; init; }
    public required bool LivingAlone { get; init; }
    public required Money Amount { get; init; }
    public Money Applied { get; private set; }
    public Money Returned { get; private set; }
    public required Guid BankLineId { get; init; }
    public long Version { get; private set; } = 1;
    public required DateTimeOffset CreatedAt { get; init; }

    public Earmark Earmark => new(Beneficiaries, MinAge, LivingAlone);

    /// <summary>Neither applied nor returned yet.</summary>
    public Money Unused => Amount - Applied - Returned;

    /// <summary>What came in.</summary>
    public static RestrictedGrant Receive(BankAccount account, GrantTerms terms, Guid bankLineId, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            StreetCode = account.StreetCode,
            DivisionCode = account.DivisionCode,
            EstateId = account.EstateId,
            AccountId = account.Id,
            Foundation = terms.Foundation,
            Project = terms.Project,
            CreditCode = terms.CreditCode,
            AgreementHash = terms.AgreementHash,
            Beneficiaries = terms.RestrictedTo.Name,
            MinAge = terms.RestrictedTo.MinAge,
            LivingAlone = terms.RestrictedTo.LivingAlone,
            Amount = terms.Amount,
            BankLineId = bankLineId,
            CreatedAt = now,
        };

    /// <summary>Pays what a household still owes, if it meets the earmark, and never more (RAISE-27).</summary>
    /// <param name="owed">What is left of its bill.</param>
    public Result Apply(Money amount, Beneficiary household, Money owed)
    {
        if (Earmark.Check(household).Error is { } other) return other;
        if (amount > Unused) return GrantErrors.BeyondUnused(amount, Unused);
        if (amount > owed) return GrantErrors.BeyondOwed(amount, owed);
        Applied += amount;
        return Result.Success;
    }

    /// <summary>Gives back to the foundation's project what is not used.</summary>
    public Result Return(Money amount)
    {
        if (amount > Unused) return GrantErrors.BeyondUnused(amount, Unused);
        Returned += amount;
        return Result.Success;
    }
}

/// <summary>What the donation agreement says.</summary>
public sealed record GrantTerms(
    string Foundation, string Project, string CreditCode, string AgreementHash, Earmark RestrictedTo, Money Amount);

internal sealed class RestrictedGrantMapping : IEntityTypeConfiguration<RestrictedGrant>
{
    public void Configure(EntityTypeBuilder<RestrictedGrant> builder)
    {
        builder.ToTable("restricted_grants");
        builder.Property(grant => grant.Id).ValueGeneratedNever();
        builder.Ignore(grant => grant.Earmark).Ignore(grant => grant.Unused);
    }
}

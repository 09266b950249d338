using CivicPlatform.Funds.Calculators;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Funds.CostAgreements;

/// <summary>
/// Who bears what of one new lift (加装电梯费用分摊协议): versions that households sign one by one, until all have
/// signed the same (RAISE-20 to RAISE-24).
/// </summary>
public sealed class CostAgreement : ITenantOwned, IVersioned
{
    /// <summary>More than any building would negotiate.</summary>
    public const int MaxVersions = 200;

    private CostAgreement() { } // EF Core.

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid EstateId { get; init; }

    /// <summary>Building of the lift.</summary>
    public required string Building { get; init; }

    /// <summary>Its entrance; empty when the whole building shares the lift.</summary>
    public required string Entrance { get; init; }
    public required string Title { get; init; }

    /// <summary>The case that asked for the lift.</summary>
    public Guid? CaseId { get; init; }

    /// <summary>Resolved once, here; later changes of a profile never touch this agreement.</summary>
    public required string ProfileName { get; init; }
    public required string ProfileId { get; init; }

    public AgreementStatus Status { get; private set; } = AgreementStatus.DRAFT;

    /// <summary>Number of the current version, the only one that can be signed.</summary>
    public int CurrentVersion { get; private set; }

    /// <summary>Of the current version.</summary>
    public string CurrentHash { get; private set; } = "";

    /// <summary>Of the current version.</summary>
    public Money NetCost { get; private set; }

    /// <summary>What nobody has taken over yet in the current version.</summary>
    public Money Gap { get; private set; }
    public DateOnly? ConcludedOn { get; private set; }
    public long Version { get; private set; } = 1;
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The profile resolved at the draft; the place's present one where this version forgot it.</summary>
    public PolicyProfile Profile => PolicyProfiles.FindById(ProfileId) ?? PolicyProfiles.ResolveFor(DivisionCode);

    /// <summary>The version that the change under way will have; what its events carry.</summary>
    public long NextVersion => Version + 1;

    /// <summary>Without a version yet; <see cref="Adopt"/> gives it the first.</summary>
    public static CostAgreement Draft(Estate estate, CostPlace place, DateTimeOffset now)
    {
        var profile = PolicyProfiles.ResolveFor(estate.DivisionCode);
        return new CostAgreement
        {
            Id = Guid.CreateVersion7(),
            StreetCode = estate.StreetCode,
            DivisionCode = estate.DivisionCode,
            EstateId = estate.Id,
            Building = place.Building,
            Entrance = place.Entrance,
            Title = place.Title,
            CaseId = place.CaseId,
            ProfileName = profile.Name,
            ProfileId = profile.Id,
            CreatedAt = now,
        };
    }

    /// <summary>Takes the figures as the next version; what was signed before counts for nothing (RAISE-23).</summary>
    public Result Adopt(CostSheet sheet)
    {
        if (Status is not AgreementStatus.DRAFT) return AgreementErrors.IsConcluded;
        if (CurrentVersion >= MaxVersions) return AgreementErrors.TooManyVersions;
        CurrentVersion++;
        (NetCost, Gap, CurrentHash) = (sheet.NetCost, sheet.Gap, sheet.HashOf(Id, CurrentVersion));
        return Result.Success;
    }

    /// <summary>
    /// What a household with that part signs when it signs that text; refused for any but the current version, and
    /// while the payments are not the net cost.
    /// </summary>
    public Result<SignatureKind> Sign(string versionHash, Participation participation)
    {
        if (Status is not AgreementStatus.DRAFT) return AgreementErrors.IsConcluded;
        if (versionHash != CurrentHash) return AgreementErrors.OtherVersion(CurrentVersion);
        if (Gap != Money.Zero) return AgreementErrors.NotCovered(Gap);
        return participation switch
        {
            Participation.PAY => SignatureKind.PAYMENT,
            Participation.NO_PAY_NO_USE => SignatureKind.CONSENT,
            _ => AgreementErrors.OpposedSignsNothing,
        };
    }

    /// <summary>Once everybody has signed whose signature it takes, and the payments are the net cost.</summary>
    /// <param name="pays">Σ pays of the stored lines.</param>
    public Result Conclude(string versionHash, SignedSoFar progress, Money pays, DateOnly today)
    {
        if (Status is not AgreementStatus.DRAFT) return AgreementErrors.IsConcluded;
        if (versionHash != CurrentHash) return AgreementErrors.OtherVersion(CurrentVersion);
        if (pays != NetCost) return AgreementErrors.NotCovered(NetCost - pays);
        if (!progress.IsWhole) return AgreementErrors.NotAllSigned(progress);
        (Status, ConcludedOn) = (AgreementStatus.CONCLUDED, today);
        return Result.Success;
    }
}

/// <summary>One lift of an estate.</summary>
public sealed record CostPlace(string Building, string Entrance, string Title, Guid? CaseId);

/// <summary>Households of the current version by what they sign, and how many of them did.</summary>
public sealed record SignedSoFar(int Payers, int PayersSigned, int NonPayers, int NonPayersSigned)
{
    public bool IsWhole => PayersSigned == Payers && NonPayersSigned == NonPayers;
}

internal sealed class CostAgreementMapping : IEntityTypeConfiguration<CostAgreement>
{
    public void Configure(EntityTypeBuilder<CostAgreement> builder)
    {
        builder.ToTable("cost_agreements");
        builder.Property(agreement => agreement.Id).ValueGeneratedNever();
        builder.Ignore(agreement => agreement.Profile).Ignore(agreement => agreement.NextVersion);
    }
}

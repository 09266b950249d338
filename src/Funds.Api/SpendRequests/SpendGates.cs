namespace CivicPlatform.Funds.SpendRequests;

/// <summary>What decides whether a cost may be asked of the fund at all (FUND-03).</summary>
/// <param name="WarrantyEndsOn">Last day of the builder's warranty, when its papers name one.</param>
/// <param name="WarrantyProof">SHA-256 of the proof that it is over, when no day is known.</param>
public sealed record GateFacts(
    PartCode Part, LiabilityReason Liability, ProposerKind Proposer, bool HasPropertyCompany,
    DateOnly? WarrantyEndsOn, string? WarrantyProof);

/// <summary>The gates before a spend request exists: each names the rule, the article and who pays instead.</summary>
public static class SpendGates
{
    /// <summary>Refuses what is not the fund's to pay, or not the proposer's to ask.</summary>
    public static Result Check(GateFacts facts, DateOnly today)
    {
        if (PartCodes.IsExclusive(facts.Part)) return SpendErrors.ExclusivePart;
        if (SpendErrors.LiableOther(facts.Liability) is { } liable) return liable;
        // The warranty holds to the end of its last day (TIME-03).
        if (facts.WarrantyEndsOn is { } lastDay && today <= lastDay) return SpendErrors.UnderWarranty(lastDay);
        if (facts.WarrantyEndsOn is null && facts.WarrantyProof is null) return SpendErrors.WarrantyUnproved;
        return facts.Proposer switch
        {
            ProposerKind.OWNERS or ProposerKind.COMMUNITY when facts.HasPropertyCompany =>
                SpendErrors.CompanyProposes,
            ProposerKind.PROPERTY_COMPANY when !facts.HasPropertyCompany => SpendErrors.NoCompany,
            _ => Result.Success,
        };
    }
}

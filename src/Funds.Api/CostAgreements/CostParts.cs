using CivicPlatform.Funds.Calculators;

namespace CivicPlatform.Funds.CostAgreements;

#pragma warning disable CA1707 // The published code is the name.
/// <summary>Where a cost agreement stands.</summary>
public enum AgreementStatus
{
    /// <summary>Versions are drawn up and signed.</summary>
    DRAFT,

    /// <summary>Every household has signed its part: nothing changes any more.</summary>
    CONCLUDED,
}

/// <summary>What becomes of the share of a household that pays later (RAISE-24).</summary>
public enum LateJoinRule
{
    /// <summary>Credited to those who paid, pro rata to the fen.</summary>
    CREDIT_PAYERS,

    /// <summary>Kept for the lift.</summary>
    KEEP_AS_RESERVE,
}

/// <summary>What a household signs (RAISE-23).</summary>
public enum SignatureKind
{
    /// <summary>That it pays its amount.</summary>
    PAYMENT,

    /// <summary>That it neither pays nor uses, and what joining later costs.</summary>
    CONSENT,
}
#pragma warning restore CA1707

/// <summary>Heads of the cost of one lift, and who else bears a part of it (RAISE-20); each 0.00 or more.</summary>
/// <param name="Compensation">To households that lose light, air or passage (RAISE-25).</param>
/// <param name="Subsidy">Of the government (RAISE-21).</param>
/// <param name="Grants">For everybody; what is earmarked lowers one household's amount instead (RAISE-27).</param>
public sealed record CostHeads(
    Money Works, Money PipeRelocation, Money Design, Money Supervision, Money Compensation, Money Subsidy,
    Money Grants)
{
    /// <summary>What everything costs but for the compensation.</summary>
    public Money Project => Works + PipeRelocation + Design + Supervision;

    /// <summary>What the households bear together.</summary>
    public Money Net => Project + Compensation - Subsidy - Grants;

    /// <summary>Holds subsidy and compensation against the rules of the place (RAISE-21, RAISE-25).</summary>
    public Result Check(LiftCostRules rules)
    {
        if (rules.SubsidyOf(Works) is { } most && Subsidy > most)
            return AgreementErrors.SubsidyBeyondCap(Subsidy, most);
        return rules.IsTooMuch(Compensation, Project)
            ? AgreementErrors.CompensationBeyondCap(Compensation, Project, rules.CompensationPercent!.Value)
            : Result.Success;
    }

    internal IReadOnlyList<Money> All =>
        [Works, PipeRelocation, Design, Supervision, Compensation, Subsidy, Grants];
}

/// <summary>What the households agree on beside who pays.</summary>
/// <param name="Resplit">
/// True when the payers take over by weight what non-payers leave open; false leaves it open, and nobody can sign.
/// </param>
public sealed record CostTerms(CostHeads Heads, FloorWeights Floors, bool Resplit, LateJoinRule LateJoin);

/// <summary>One exclusive part of the lift's building or entrance, as the register knows it.</summary>
/// <param name="OwnerRefs">Its holders.</param>
/// <param name="IsSold">False while the developer holds it.</param>
public sealed record CostUnit(
    Guid UnitId, string Building, string Entrance, string Room, int Floor, Area Area,
    IReadOnlyList<string> OwnerRefs, bool IsSold)
{
    /// <summary>Who may sign for a part that is not sold.</summary>
    public const string Developer = "DEVELOPER";

    /// <summary>Ties of a split go by it (FUND-17).</summary>
    public string Key => $"{Building}-{Entrance}-{Room}";

    /// <summary>True for a holder; for the developer while there is none.</summary>
    public bool MaySign(string signer) => IsSold ? OwnerRefs.Contains(signer) : signer == Developer;
}

/// <summary>How one household takes part.</summary>
public sealed record CostChoice(Participation Participation, Money Extra);

/// <summary>One household's part of a version.</summary>
/// <param name="Share">Its share had all paid: the price of joining later (RAISE-24).</param>
/// <param name="Pays">What it pays now.</param>
public sealed record CostLine(CostUnit Unit, Weight Weight, CostChoice Choice, Money Share, Money Pays);

namespace CivicPlatform.Funds.Campaigns;

/// <summary>What a resolution may say about money that is left over (RAISE-11).</summary>
public static class SurplusRules
{
    /// <summary>Stays as a reserve for the lifts.</summary>
    public const string Keep = "KEEP_AS_LIFT_RESERVE";

    /// <summary>Goes back to the households by what they paid.</summary>
    public const string Refund = "REFUND_PRO_RATA";

    public static readonly IReadOnlyList<string> All = [Keep, Refund];
}

namespace CivicPlatform.Funds.LiftCards;

/// <summary>Why a card was issued.</summary>
public static class IssueReasons
{
    public const string Paid = "PAID";

    /// <summary>The household paid after the others, and uses from now on (RAISE-24).</summary>
    public const string LateJoin = "LATE_JOIN";

    /// <summary>PAID and LATE_JOIN say that the bill is covered; REPLACEMENT and OTHER say nothing of it.</summary>
    public static readonly IReadOnlyList<string> All = [Paid, LateJoin, "REPLACEMENT", "OTHER"];

    /// <summary>True when the reason claims that the bill is covered.</summary>
    public static bool ClaimsPayment(string reason) => reason is Paid or LateJoin;
}

/// <summary>Why a card was cancelled.</summary>
public static class CancelReasons
{
    /// <summary>Takes a household's access away: needs the owners' decision (RAISE-09).</summary>
    public const string NonPayment = "NON_PAYMENT";

    public static readonly IReadOnlyList<string> All = ["LOST", "MOVED_OUT", NonPayment];

    /// <summary>
    /// Matters on which owners can decide about use: their rules (M2), and other important ones (M9). That money is
    /// raised (M6) takes nobody's access away.
    /// </summary>
    public static readonly IReadOnlyList<string> Matters = ["M2", "M9"];
}

/// <summary>Whether a card opens the lift.</summary>
public static class CardStatuses
{
    public const string Active = "ACTIVE";
    public const string Cancelled = "CANCELLED";

    public static readonly IReadOnlyList<string> All = [Active, Cancelled];
}

/// <summary>Refusals of lift cards.</summary>
public static class LiftCardErrors
{
    public static readonly Error NotFound = Error.NotFound("lift_cards.not_found", "没有这张电梯卡");

    public static readonly Error NotPaid = Error.Refused(
        "lift_cards.not_paid", "该户尚未缴清，不能以已缴清为由发卡", "RAISE-09");

    public static readonly Error SerialTaken = Error.Conflict(
        "lift_cards.serial_taken", "这张卡在本小区已经发出且有效");

    public static readonly Error AlreadyCancelled = Error.Conflict("lift_cards.already_cancelled", "这张电梯卡已经注销");

    public static readonly Error NoDecision = Error.Refused(
        "lift_cards.no_decision", "停用未缴费住户的电梯卡须有生效的业主共同决定并经法律审核", "RAISE-09");

    public static readonly Error DecisionTooNarrow = Error.Refused(
        "lift_cards.decision_of_others", "该决定不属于本小区或不涉及本楼，或者不是关于使用的决定", "RAISE-09");

    public static readonly Error DecisionRevoked = Error.Refused(
        "lift_cards.decision_revoked", "该决定已被撤销，不得停用电梯卡", "RAISE-09");

    public static readonly Error HasPaid = Error.Refused(
        "lift_cards.has_paid", "该户已经缴清，不得以未缴费停用电梯卡", "RAISE-24");
}

namespace CivicPlatform.Funds.LiftCollections;

/// <summary>Refusals while the payments of a cost agreement are collected.</summary>
public static class CollectionErrors
{
    public static readonly Error NotConcluded = Error.Conflict(
        "lift_collections.not_concluded", "协议尚未成立，不能收款", "RAISE-23");

    public static readonly Error AlreadyCollecting =
        Error.Conflict("lift_collections.already_collecting", "该协议已经开始收款");

    public static readonly Error NotCollecting =
        Error.Conflict("lift_collections.not_collecting", "该协议尚未开始收款，或收款已经结束");

    public static readonly Error DecisionOfOtherPlace = Error.Refused(
        "lift_collections.decision_of_other_place", "该决定不是本楼或本单元加装电梯（M7）的决定", "RAISE-01");

    public static readonly Error PaysAlready = Error.Refused(
        "lift_collections.pays_already", "该户本来就是出资户", "RAISE-24");

    public static readonly Error JoinedAlready = Error.Conflict(
        "lift_collections.joined_already", "该户已经补交加入", "RAISE-24");

    public static readonly Error NotRegistered = Error.Refused(
        "lift_collections.not_registered", "电梯使用登记之后才能申领补贴，须填写登记证编号和登记日期", "RAISE-21");

    public static readonly Error AlreadyClaimed = Error.Conflict(
        "lift_collections.already_claimed", "该电梯的补贴已经申领", "RAISE-21");

    public static readonly Error NoSubsidy = Error.Refused(
        "lift_collections.no_subsidy", "协议中没有补贴", "RAISE-21");

    public static readonly Error NotClaimed = Error.Refused(
        "lift_collections.not_claimed", "补贴尚未申领", "RAISE-21");

    public static Error BeyondSupport(Money amount, Money open) => Error.Refused(
        "lift_collections.beyond_support", "到账金额超过协议载明的补贴或资助", "RAISE-21") with
    {
        Detail = $"到账 {amount} 元，尚未到账 {open} 元。",
    };

    /// <summary>A late joiner pays what his share was, neither more nor less.</summary>
    public static Error NotTheShare(Money share, Money amount) => Error.Refused(
        "lift_collections.not_the_share", "补交金额应等于该户原分摊额", "RAISE-24") with
    {
        Detail = $"原分摊额 {share} 元，补交 {amount} 元。",
    };
}

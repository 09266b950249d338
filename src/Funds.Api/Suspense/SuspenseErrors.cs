namespace CivicPlatform.Funds.Suspense;

/// <summary>Refusals of the review of suspense lines.</summary>
public static class SuspenseErrors
{
    public static readonly Error NotFound = Error.NotFound("suspense_assignments.not_found", "没有这次认领");

    public static readonly Error MixedSigns = Error.Refused(
        "suspense.mixed_signs", "收款与退款不能在同一次认领中处理");

    public static readonly Error LinesOfSeveralAccounts = Error.Refused(
        "suspense.several_accounts", "一次认领只能处理同一专户的款项");

    public static readonly Error NoPair = Error.Refused(
        "suspense.no_pair", "退回款须与一笔金额相反、尚未认领的付出流水配对", "FUND-28");

    public static readonly Error AlreadyUndone = Error.Conflict("suspense_assignments.already_undone", "该次认领已撤销");

    public static readonly Error SpentSince = Error.Refused(
        "suspense_assignments.spent_since", "该户款项此后已退款或活动已结束，不能撤销认领", "FUND-27");

    /// <summary>Not a fen may appear or vanish between the lines and their parts.</summary>
    public static Error PartsAreNotTheWhole(Money lines, Money parts) => Error.Refused(
        "suspense.parts_are_not_the_whole", "各部分之和须等于款项总额", "FUND-27") with
    {
        Detail = $"款项合计 {lines} 元，各部分合计 {parts} 元，相差 {lines - parts} 元。",
    };
}

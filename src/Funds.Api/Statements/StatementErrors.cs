namespace CivicPlatform.Funds.Statements;

/// <summary>Refusals of statements, bank lines and suspense.</summary>
public static class StatementErrors
{
    public static readonly Error ImportNotFound = Error.NotFound("statements.import_not_found", "没有这次导入");

    public static readonly Error SuspenseNotFound = Error.NotFound("suspense.not_found", "没有这笔待认领款项");

    public static readonly Error AlreadyAssigned = Error.Conflict("suspense.already_assigned", "该款项已被认领");

    public static readonly Error HouseholdUnknown = Error.Refused(
        "suspense.household_unknown", "进行中的筹集活动里没有这一户的账单");

    public static readonly Error RefundTooLarge = Error.Refused(
        "suspense.refund_too_large", "退款金额超过该户已缴金额");

    public static readonly Error NegativeIsNoRefund = Error.Refused(
        "bank_lines.negative_is_no_refund", "负数金额只能是退款，摘要须注明“退款”");

    public static readonly Error SerialReused = Error.Refused(
        "bank_lines.serial_reused", "该流水号已用于内容不同的一笔");

    public static readonly Error ZeroAmount = Error.Invalid("bank_lines.zero_amount", "金额不能为零");

    public static readonly Error NotCamt = Error.Refused(
        "statements.not_camt053", "应为 camt.053.001.02 至 .08 的银行对账单，且至少含一份对账单");

    public static readonly Error OtherAccount = Error.Refused(
        "statements.other_account", "对账单上的账号不是该专户", "FUND-28");

    /// <summary>What the bank's own figures leave over, so that somebody can ask the bank.</summary>
    public static Error DoesNotAddUp(Money opening, Money entries, Money closing) => Error.Refused(
        "statements.does_not_add_up", "期初余额加明细不等于期末余额", "FUND-25") with
    {
        Detail = $"期初 {opening}，明细合计 {entries}，应为 {opening + entries}；期末 {closing}，" +
            $"相差 {closing - opening - entries}",
    };
}

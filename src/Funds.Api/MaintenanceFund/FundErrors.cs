using System.Globalization;

namespace CivicPlatform.Funds.MaintenanceFund;

/// <summary>Refusals of the maintenance fund.</summary>
public static class FundErrors
{
    public static readonly Error NotAFund = Error.Refused(
        "funds.not_a_maintenance_fund", "该账户不是维修资金专户", "FUND-01");

    public static readonly Error EntryNotFound = Error.NotFound("funds.entry_not_found", "没有这笔记账");

    public static readonly Error UnitNotFound = Error.NotFound("funds.unit_not_found", "该维修资金中没有这一户");

    public static readonly Error NotYourUnit = Error.Forbidden(
        "funds.not_your_unit", "只能查看本人名下的分户账", "FUND-26");

    public static readonly Error AlreadyReversed = Error.Conflict(
        "funds.entry_already_reversed", "该笔记账已被冲正", "FUND-27");

    public static readonly Error ReversalIsFinal = Error.Refused(
        "funds.reversal_is_final", "冲正不能再冲正，请重新记账", "FUND-27");

    public static readonly Error MoneyIsSpent = Error.Refused(
        "funds.money_is_spent", "该笔资金已被使用或预留，余额不足以冲正", "FUND-27");

    public static readonly Error NothingToShare = Error.Refused(
        "funds.nothing_to_share", "该维修资金各户余额为零，不能按余额分配", "FUND-08");

    public static readonly Error NothingToRefund = Error.Refused(
        "funds.nothing_to_refund", "该户没有可退还的余额", "FUND-13");

    public static readonly Error BalanceIsHeld = Error.Refused(
        "funds.balance_is_held", "该户余额有一部分已为工程预留，预留结束后才能退还", "FUND-13");

    public static readonly Error OwesForWorks = Error.Refused(
        "funds.owes_for_works", "该户还有应补足的工程款，结清后才能退还", "FUND-18");

    public static Error RefundIsNotTheBalance(Money amount, Money balance) =>
        Error.Refused("funds.refund_is_not_the_balance", "退还金额应等于该户全部余额", "FUND-13") with
        {
            Detail = $"银行付出 {amount} 元，该户余额 {balance} 元。",
        };

    public static Error LinesUnfit(IReadOnlyList<Finding> findings) =>
        Error.Refused("funds.lines_unfit", "部分户不能记账，整批未入账", "FUND-07") with { Findings = findings };

    public static Error ShareTooSmall(Money amount, Money netIncome, CommonIncomePolicy policy) =>
        Error.Refused("funds.common_income_share", "补充维修资金的公共收益低于规定比例", "FUND-09") with
        {
            Detail = string.Create(CultureInfo.InvariantCulture,
                $"公共收益净额 {netIncome} 元，转入 {amount} 元；规定{(policy.Inclusive ? "不低于" : "超过")}其 {policy.Percent}%。"),
        };
}

namespace CivicPlatform.Funds.SpendPayouts;

/// <summary>Refusals of payments to the contractor.</summary>
public static class PayoutErrors
{
    public static readonly Error NotFound = Error.NotFound("spend_payouts.not_found", "没有这笔付款");

    public static readonly Error NotAccepted = Error.Refused(
        "spend_payouts.not_accepted", "工程未经主管部门验收并决算，不得付款", "FUND-24");

    public static readonly Error SamePerson = Error.Refused(
        "spend_payouts.same_person", "付款须由申请人以外的人审批", "FUND-27");

    public static readonly Error OtherAccount = Error.Refused(
        "spend_payouts.other_account", "收款账户不是合同载明的施工单位账户", "FUND-22");

    public static readonly Error PostingMissing = Error.Refused(
        "spend_payouts.posting_missing", "应急使用的公示期未满，不得付款", "FUND-24");

    public static readonly Error ObjectionOpen = Error.Refused(
        "spend_payouts.objection_open", "公示期内的异议尚未答复，不得付款", "PUB-02");

    public static readonly Error NothingOwed = Error.Refused(
        "spend_payouts.nothing_owed", "该户没有应补足的工程款", "FUND-18");

    public static readonly Error HoldOutOfRange = Error.Refused(
        "spend_payouts.hold_out_of_range", "预留截止日应在今天之后、一年以内", "FUND-23");

    public static Error RetentionHeld(DateOnly until) =>
        Error.Refused("spend_payouts.retention_held", "质保期未满，质保金不得支付", "FUND-23") with
        {
            Detail = $"质保金留至 {until:yyyy-MM-dd}。",
        };

    public static Error BeyondSettled(PayoutKind kind, Money amount, Money left) =>
        Error.Refused("spend_payouts.beyond_settled", "付款超过决算可付的金额", "FUND-23") with
        {
            Detail = kind is PayoutKind.INSTALMENT
                ? $"申请 {amount} 元，扣除质保金后尚可申请 {left} 元。"
                : $"申请 {amount} 元，质保金尚余 {left} 元。",
        };

    public static Error BeyondFunded(Money amount, Money left) =>
        Error.Refused("spend_payouts.beyond_funded", "业主尚未补足，不得动用他户资金付款", "FUND-18") with
        {
            Detail = $"申请 {amount} 元，本工程已到位未付 {left} 元。",
        };

    public static Error BeyondOwed(Money amount, Money owed) =>
        Error.Refused("spend_payouts.beyond_owed", "补足金额超过该户应补足的工程款", "FUND-18") with
        {
            Detail = $"补足 {amount} 元，尚欠 {owed} 元。",
        };

    public static Error Expired(DateOnly until) =>
        Error.Refused("spend_payouts.expired", "付款审批已过期，请撤销后重新申请", "FUND-23") with
        {
            Detail = $"资金预留至 {until:yyyy-MM-dd}。",
        };

    public static Error WrongStatus(PayoutStatus status) =>
        Error.Conflict("spend_payouts.wrong_status", "该付款目前的状态不允许此操作") with
        {
            Detail = $"当前状态 {status}。",
        };
}

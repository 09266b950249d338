namespace CivicPlatform.Funds.Refunds;

/// <summary>Refusals of refunds and of credits that pay another bill.</summary>
public static class RefundErrors
{
    public static readonly Error NotFound = Error.NotFound("refunds.not_found", "没有这笔退款");

    public static readonly Error SamePerson = Error.Refused(
        "refunds.same_person", "退款须由申请人以外的人审批", "FUND-27");

    public static readonly Error SerialTaken = Error.Conflict(
        "refunds.bank_serial_taken", "该银行流水号已登记为另一笔退款");

    public static readonly Error OtherHousehold = Error.Refused(
        "credit_applications.other_household", "预存款只能抵缴同一户的账单", "RAISE-12");

    public static readonly Error OtherAccount = Error.Refused(
        "credit_applications.other_account", "两张账单不在同一专户，不能抵缴", "RAISE-12");

    public static readonly Error TargetNotOpen = Error.Conflict(
        "credit_applications.campaign_not_open", "被抵缴账单的筹集活动未在进行中");

    public static Error BeyondPaid(Money amount, Money left) =>
        Error.Refused("refunds.beyond_paid", "退款超过该户已缴金额", "RAISE-12") with
        {
            Detail = $"申请 {amount} 元，尚可退 {left} 元。",
        };

    public static Error BeyondBuilding(Money amount, Money available) =>
        Error.Refused("refunds.beyond_building", "该楼已收款已经支出，不得动用他楼资金退款", "RAISE-04") with
        {
            Detail = $"须从账单退 {amount} 元，该楼可用 {available} 元。",
        };

    public static Error BeyondCredit(Money amount, Money credit, Money owed) =>
        Error.Refused("credit_applications.beyond_credit", "抵缴超过该户预存款或被抵缴账单的欠款", "RAISE-12") with
        {
            Detail = $"申请 {amount} 元，可用预存款 {credit} 元，账单尚欠 {owed} 元。",
        };

    public static Error WrongStatus(RefundStatus status) =>
        Error.Conflict("refunds.wrong_status", "该退款目前的状态不允许此操作") with { Detail = $"当前状态 {status}。" };
}

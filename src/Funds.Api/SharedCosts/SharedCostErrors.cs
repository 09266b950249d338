namespace CivicPlatform.Funds.SharedCosts;

/// <summary>Refusals of shared costs.</summary>
public static class SharedCostErrors
{
    public static readonly Error NotFound = Error.NotFound("shared_costs.not_found", "没有这笔共同费用");

    public static readonly Error PartNotFound = Error.NotFound("shared_costs.part_not_found", "该项目不分摊这笔费用");

    public static readonly Error InvoiceTaken = Error.Conflict(
        "shared_costs.invoice_taken", "该施工单位的这张发票已经登记，不得重复入账", "LIFT-05");

    public static readonly Error NamedTwice = Error.Refused(
        "shared_costs.named_twice", "同一项目或同一楼栋不能分摊两次", "LIFT-05");

    public static readonly Error TooSmall = Error.Refused(
        "shared_costs.too_small", "金额太小，有项目分摊不到一分钱", "FUND-17");

    public static readonly Error OtherEstate = Error.Refused(
        "shared_costs.other_estate", "共同费用只能由同一物业区域的筹集活动分摊", "LIFT-05");

    public static readonly Error SamePerson = Error.Refused(
        "shared_costs.same_person", "共同费用须由登记人以外的人审批", "FUND-27");

    public static readonly Error PaidAlready = Error.Conflict(
        "shared_costs.paid_already", "该项目的份额已经支付", "LIFT-05");

    public static readonly Error PartPaid = Error.Conflict(
        "shared_costs.part_paid", "已有项目支付份额，不能撤销", "LIFT-05");

    public static Error DiffersFromAgreement(string building, Money agreed, Money share) => Error.Refused(
        "shared_costs.differs_from_agreement", "分摊额与该楼签署的出资协议中的管线移位费不符", "LIFT-05") with
    {
        Detail = $"{building} 号楼：协议 {agreed} 元，分摊 {share} 元。",
    };

    public static Error OtherCollection(string building) => Error.Refused(
        "shared_costs.other_collection", "该楼已签出资协议，管线移位费只能从协议的筹集活动支付", "LIFT-05") with
    {
        Detail = $"{building} 号楼。",
    };

    public static Error ChargedTwice(string building) => Error.Refused(
        "shared_costs.charged_twice", "该楼出资协议中的管线移位费已在另一笔共同费用中分摊", "LIFT-05") with
    {
        Detail = $"{building} 号楼。",
    };

    public static Error WrongStatus(SharedCostStatus status) => Error.Conflict(
        "shared_costs.wrong_status", "该费用目前的状态不允许此操作") with
    {
        Detail = $"当前状态 {status}。",
    };
}

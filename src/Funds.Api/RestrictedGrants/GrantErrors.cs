namespace CivicPlatform.Funds.RestrictedGrants;

/// <summary>Refusals of restricted grants.</summary>
public static class GrantErrors
{
    public static readonly Error NotFound = Error.NotFound("restricted_grants.not_found", "没有这笔定向资助");

    public static readonly Error AccountIsMaintenanceFund = Error.Refused(
        "restricted_grants.account_is_maintenance_fund", "维修资金专户不能接收定向资助", "FUND-01");

    public static readonly Error CreditCodeInvalid = Error.Refused(
        "restricted_grants.credit_code_invalid", "资助方的统一社会信用代码无效", "RAISE-26");

    public static readonly Error NoBill = Error.Refused(
        "restricted_grants.no_bill", "该户在本账户没有收取中的分摊款", "RAISE-27");

    public static Error NotTheEarmark(string beneficiaries) => Error.Refused(
        "restricted_grants.not_the_earmark", "该户不属于资助限定的对象，专款专用", "RAISE-27") with
    {
        Detail = $"限定对象：{beneficiaries}。",
    };

    public static Error BeyondUnused(Money amount, Money unused) => Error.Refused(
        "restricted_grants.beyond_unused", "金额超过该笔资助的余额", "RAISE-27") with
    {
        Detail = $"申请 {amount} 元，余额 {unused} 元。",
    };

    public static Error BeyondOwed(Money amount, Money owed) => Error.Refused(
        "restricted_grants.beyond_owed", "金额超过该户尚未缴纳的分摊款", "RAISE-27") with
    {
        Detail = $"申请 {amount} 元，尚欠 {owed} 元。",
    };
}

namespace CivicPlatform.Funds.SpendRequests;

/// <summary>Refusals of filing, works and settlement.</summary>
public static class WorksErrors
{
    public static readonly Error NotAmended = Error.Refused(
        "spend_works.not_amended", "退回的申请须附补正材料后重新备案", "FUND-19");

    public static readonly Error NotAnOrganisation = Error.Refused(
        "spend_works.not_an_organisation", "收款方须为单位，统一社会信用代码校验不通过，不得支付给个人", "FUND-22");

    public static readonly Error RetentionUnclear = Error.Refused(
        "spend_works.retention_unclear", "质保金比例与到期日须同时填写或同时不填", "FUND-23");

    public static readonly Error HoldOutOfRange = Error.Refused(
        "spend_works.hold_out_of_range", "预留截止日应在今天之后、三年以内", "FUND-23");

    public static readonly Error AcceptedInFuture = Error.Refused(
        "spend_works.accepted_in_future", "验收日期晚于今天", "FUND-19");

    public static Error Overrun(Money settled, Money bound) =>
        Error.Refused("spend_works.overrun", "决算超出允许的金额，须重新申报并经业主表决", "FUND-21") with
        {
            Detail = $"决算 {settled} 元，依据 {bound} 元。",
        };

    public static Error AuditMissing(Money above) =>
        Error.Refused("spend_works.audit_missing", "须附决算审计报告", "FUND-21") with
        {
            Detail = $"本地规定超过 {above} 元的须审计。",
        };
}

namespace CivicPlatform.Funds.Campaigns;

/// <summary>Refusals of campaigns.</summary>
public static class CampaignErrors
{
    public static readonly Error NotFound = Error.NotFound("campaigns.not_found", "没有这个筹集活动");

    public static readonly Error BuildingNotFound = Error.NotFound("campaigns.building_not_found", "本次筹集不包含该楼");

    public static readonly Error NoEffectiveDecision = Error.Refused(
        "campaigns.no_effective_decision", "业主共同决定尚未生效，不能开始筹集", "RAISE-01");

    public static readonly Error DecisionOfOtherEstate = Error.Refused(
        "campaigns.decision_of_other_estate", "该决定不属于本物业管理区域", "RAISE-01");

    public static readonly Error DecisionRevoked = Error.Refused(
        "campaigns.decision_revoked", "该决定已被撤销", "RAISE-01");

    public static readonly Error DecisionTooNarrow = Error.Refused(
        "campaigns.decision_too_narrow", "该决定不是全体业主的共同决定", "RAISE-01");

    public static readonly Error AccountIsMaintenanceFund = Error.Refused(
        "campaigns.account_is_maintenance_fund", "维修资金专户不能用于自筹，两种资金分户管理", "FUND-01");

    public static readonly Error AnotherIsOpen = Error.Conflict(
        "campaigns.another_is_open", "该账户已有进行中的筹集活动");

    public static readonly Error NoUnits = Error.NotYet(
        "campaigns.no_units", "本物业管理区域尚未登记任何专有部分");

    public static readonly Error NotYourBuilding = Error.Forbidden(
        "campaigns.not_your_building", "只有本楼业主可以查看本楼缴纳情况", "PRIV-11");

    public static Error RegisterIncomplete(int known, int registered) =>
        Error.NotYet("campaigns.register_incomplete", "房屋登记信息尚未同步完成，请稍后重试") with
        {
            Detail = $"已同步 {known} 户，登记 {registered} 户。",
        };

    public static Error NotDraft(CampaignStatus status) =>
        Error.Conflict("campaigns.not_draft", "筹集活动已经开始") with { Detail = $"当前状态：{status}" };

    public static Error NotOpen(CampaignStatus status) =>
        Error.Conflict("campaigns.not_open", "筹集活动未在进行中") with { Detail = $"当前状态：{status}" };

    public static Error DoesNotBalance(ClosingEquation closing, Money bankBalance) =>
        Error.Refused("campaigns.does_not_balance", "账面与银行余额不符，不能结束", "002-16") with
        {
            Detail = $"账面应有 {closing.ExpectedBalance} 元，银行余额 {bankBalance} 元，" +
                $"相差 {closing.Difference(bankBalance)} 元。",
        };

    public static Error Unposted(int lines) =>
        Error.NotYet("campaigns.lines_unposted", "仍有银行流水正在入账，请稍后重试") with { Detail = $"{lines} 笔" };
}

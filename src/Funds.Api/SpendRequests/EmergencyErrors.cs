namespace CivicPlatform.Funds.SpendRequests;

/// <summary>Refusals of emergency uses.</summary>
public static class EmergencyErrors
{
    public static readonly Error NoRules = Error.Refused(
        "spend_emergencies.no_rules", "本地没有应急使用维修资金的规定", "FUND-24");

    public static readonly Error OtherPart = Error.Refused(
        "spend_emergencies.other_part", "申请维修的部位与应急情形不符", "FUND-24");

    public static readonly Error DepositsUnknown = Error.Refused(
        "spend_emergencies.deposits_unknown", "本地规定应急使用不超过首期资金的一定比例，但范围内尚无首期交存记录", "FUND-24");

    public static readonly Error NoHarm = Error.Refused(
        "spend_emergencies.no_harm", "危害已不存在，不能由后一机构代为决定", "FUND-24");

    public static readonly Error NotAnEmergencyUse = Error.Refused(
        "spend_emergencies.not_an_emergency_use", "该申请不是应急使用，公示随业主决定进行", "FUND-24");

    public static readonly Error PostedTooEarly = Error.Refused(
        "spend_emergencies.posted_too_early", "公示日期早于确认（或验收）日期，或晚于今天", "FUND-24");

    public static readonly Error NothingPosted = Error.Refused(
        "spend_emergencies.nothing_posted", "尚未公示，没有可提出异议的公示期", "PUB-02");

    public static readonly Error OutsidePosting = Error.Refused(
        "spend_emergencies.outside_posting", "异议须在公示期内提出", "PUB-02");

    public static readonly Error UnitOutside = Error.Refused(
        "spend_emergencies.unit_outside", "该专有部分不在使用范围内", "PUB-02");

    public static readonly Error ObjectionNotFound = Error.NotFound(
        "spend_emergencies.objection_not_found", "没有这条异议");

    public static readonly Error Answered = Error.Conflict("spend_emergencies.answered", "该异议已经答复", "PUB-02");

    public static Error NotAnEmergency(string situation, EmergencyRules rules) =>
        Error.Refused("spend_emergencies.situation_unknown", "不属于本地规定的应急情形", "FUND-24") with
        {
            Detail = $"{situation}；本地为 {string.Join('、', rules.Situations.Keys.Order(StringComparer.Ordinal))}。",
        };

    /// <summary>Scenario 004-16: without its paper it is no emergency.</summary>
    public static Error DocumentMissing(EmergencyDocument needed) =>
        Error.Refused("spend_emergencies.document_missing", "缺少本地规定的证明文件", "FUND-24") with
        {
            Detail = needed switch
            {
                EmergencyDocument.APPRAISAL => "须有资质机构的鉴定报告（APPRAISAL）。",
                EmergencyDocument.STOP_NOTICE => "须有检验机构的停用通知（STOP_NOTICE）。",
                _ => "须有消防部门的整改通知（RECTIFICATION_NOTICE）。",
            },
        };

    public static Error BeyondLimit(Money budget, Money deposits, int percent) =>
        Error.Refused("spend_emergencies.beyond_limit", "超过本地应急使用的限额", "FUND-24") with
        {
            Detail = $"申请 {budget} 元，范围内首期 {deposits} 元的 {percent}% 为限。",
        };

    public static Error NotConfirmed(EmergencyRules rules) =>
        Error.Refused("spend_emergencies.not_confirmed", "应急使用尚未经本地规定的机构确认", "FUND-24") with
        {
            Detail = "须由 " + string.Join("，并由 ", rules.ConfirmedBy.Select(g => string.Join(" 或 ", g))) + " 确认。",
        };

    public static Error ReplyPending(DateOnly lastDay) =>
        Error.Refused("spend_emergencies.reply_pending", "业主委员会的答复期未满", "FUND-24") with
        {
            Detail = $"答复期至 {lastDay:yyyy-MM-dd}。",
        };
}

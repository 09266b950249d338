namespace CivicPlatform.Funds.SpendRequests;

/// <summary>Refusals of spend requests. The gates say who bears the cost instead, and by which article.</summary>
public static class SpendErrors
{
    public static readonly Error NotFound = Error.NotFound("spend_requests.not_found", "没有这个使用申请");

    public static readonly Error TooManyMoves =
        Error.Conflict("spend_requests.too_many_moves", "该申请的办理步骤过多，请联系平台运维");

    public static readonly Error NotAFund = Error.Refused(
        "spend_requests.not_a_maintenance_fund", "该账户不是住宅专项维修资金账户", "FUND-01");

    public static readonly Error ScopeEmpty = Error.Refused(
        "spend_requests.scope_empty", "该范围内没有登记的专有部分", "FUND-16");

    public static readonly Error NoAgreement = Error.Refused(
        "spend_requests.agreement_missing", "按约定分摊须附分摊协议，并载明范围内每一户的分摊权重", "FUND-14");

    public static readonly Error AgreementNotAsked = Error.Refused(
        "spend_requests.agreement_not_asked", "按面积分摊不适用分摊协议", "FUND-14");

    public static readonly Error WeightsDiffer = Error.Refused(
        "spend_requests.weights_differ", "分摊协议须恰好包含范围内的每一户，不得遗漏、重复或多出", "FUND-14");

    public static readonly Error ExclusivePart = Error.Refused(
        "spend_requests.exclusive_part", "专有部分的维修不得使用维修资金，由该专有部分的业主承担", "FUND-03") with
    {
        Detail = "《住宅专项维修资金管理办法》第二条、第三条：专项用于共用部位、共用设施设备。",
    };

    public static readonly Error WarrantyUnproved = Error.Refused(
        "spend_requests.warranty_unproved", "须填写保修期届满日，或附保修期已满的证明", "FUND-02") with
    {
        Detail = "《住宅专项维修资金管理办法》第二条：用于保修期满后的维修和更新、改造；保修期内由建设单位承担。",
    };

    public static readonly Error CompanyProposes = Error.Refused(
        "spend_requests.company_proposes", "有物业服务企业的，由物业服务企业提出使用建议", "FUND-12") with
    {
        Detail = "《住宅专项维修资金管理办法》第二十二条第一项：没有物业服务企业的，由相关业主提出。",
    };

    public static readonly Error NoCompany = Error.Refused(
        "spend_requests.no_company", "本小区没有物业服务企业，由相关业主或社区提出使用建议", "FUND-12") with
    {
        Detail = "《住宅专项维修资金管理办法》第二十二条第一项。",
    };

    public static readonly Error MotionUnknown = Error.NotYet(
        "spend_requests.motion_unknown", "尚未收到这项表决的信息，请核对编号或稍后重试");

    public static readonly Error MotionOfOther = Error.Refused(
        "spend_requests.motion_of_other", "该表决不是本小区使用维修资金（M5）的表决，或范围不符", "VOTE-20");

    public static readonly Error VoteFailed = Error.Refused(
        "spend_requests.vote_failed", "该表决未获通过，不能据此使用维修资金", "VOTE-02");

    public static readonly Error NotEffective = Error.Refused(
        "spend_requests.decision_not_effective", "业主共同决定尚未生效（公示未满），不能使用维修资金", "EVT-01");

    public static readonly Error DecisionOfOtherEstate = Error.Refused(
        "spend_requests.decision_of_other_estate", "该决定不属于本物业管理区域", "EVT-01");

    public static readonly Error DecisionOfOtherMotion = Error.Refused(
        "spend_requests.decision_of_other_motion", "该决定不是本申请所提交表决的决定", "EVT-01");

    public static readonly Error DecisionOfOtherMatter = Error.Refused(
        "spend_requests.decision_of_other_matter", "该决定不是使用维修资金（M5）的决定", "VOTE-02");

    public static readonly Error DecisionOfOtherScope = Error.Refused(
        "spend_requests.decision_of_other_scope", "该决定的表决范围与使用范围不一致", "VOTE-20");

    public static readonly Error DecisionUsed = Error.Refused(
        "spend_requests.decision_used", "该决定已用于另一个使用申请", "EVT-01");

    public static readonly Error DecisionRevoked = Error.Refused(
        "spend_requests.decision_revoked", "所依据的业主共同决定已被撤销，尚未支付的一律冻结", "EVT-01");

    /// <summary>FUND-02, scenario 004-17.</summary>
    public static Error UnderWarranty(DateOnly lastDay) =>
        Error.Refused("spend_requests.developer_liable", "尚在保修期内，由建设单位承担维修责任", "FUND-02") with
        {
            Detail = $"保修期至 {lastDay:yyyy-MM-dd}。《住宅专项维修资金管理办法》第二条、第二十五条第一项。",
        };

    /// <summary>FUND-20: the four uses that are forbidden; null where nobody else is liable.</summary>
    public static Error? LiableOther(LiabilityReason reason) => reason switch
    {
        LiabilityReason.NONE => null,
        LiabilityReason.DEVELOPER => Forbidden("developer_liable", "依法应由建设单位或者施工单位承担", "一"),
        LiabilityReason.UTILITY => Forbidden(
            "utility_liable", "依法应由供水、供电、供气、供热、通讯、有线电视等单位承担", "二"),
        LiabilityReason.MAN_MADE => Forbidden("man_made_damage", "人为损坏，应由当事人承担修复费用", "三"),
        LiabilityReason.SERVICE_CONTRACT => Forbidden(
            "service_contract_covers", "物业服务合同已约定由物业服务企业承担", "四"),
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    public static Error AmountTooSmall(Money? approved, Money budget) =>
        Error.Refused("spend_requests.amount_not_approved", "申请金额超过业主表决通过的金额", "EVT-01") with
        {
            Detail = approved is { } amount
                ? $"表决通过 {amount} 元，申请 {budget} 元。"
                : $"该表决未载明使用金额，申请 {budget} 元。",
        };

    public static Error RegisterIncomplete(int known, int registered) =>
        Error.NotYet("spend_requests.register_incomplete", "房屋登记信息尚未同步完成，请稍后重试") with
        {
            Detail = $"已同步 {known} 户，登记 {registered} 户。",
        };

    /// <summary>A step that the table of moves does not hold.</summary>
    public static Error WrongStatus(SpendStep step, SpendStatus status) =>
        Error.Conflict("spend_requests.wrong_status", "使用申请目前的状态不允许此操作") with
        {
            Detail = $"当前状态 {status}，操作 {step}。",
        };

    private static Error Forbidden(string code, string title, string item) =>
        Error.Refused($"spend_requests.{code}", $"{title}，不得从维修资金中列支", "FUND-20") with
        {
            Detail = $"《住宅专项维修资金管理办法》第二十五条第{item}项。",
        };
}

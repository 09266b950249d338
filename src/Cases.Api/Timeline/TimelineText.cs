using System.Globalization;
using CivicPlatform.Contracts;
using CivicPlatform.Contracts.Cases;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Funds;

namespace CivicPlatform.Cases.Timeline;

/// <summary>What a time line says about an event.</summary>
/// <param name="Stage">One of <see cref="Stages"/>.</param>
/// <param name="Title">What happened, in Chinese.</param>
/// <param name="Detail">Figures and codes.</param>
/// <param name="Link">Relative address of the resource.</param>
public sealed record TimelineNote(string Stage, string Title, string Detail, string Link);

/// <summary>Puts the events of all services into words. Pure; totals and codes only, no person (EVT-02).</summary>
public static class TimelineText
{
    /// <summary>The words for an event, or null when time lines do not show it.</summary>
    public static TimelineNote? Of(IIntegrationEvent message) => message switch
    {
        CaseRegistered e => new(Stages.Case, "受理诉求", $"工单编号 {e.Number}", $"/api/v1/cases/{e.AggregateId}"),
        MotionOpened or MotionTallied or PublicityStarted or PublicityEnded => OfMotion(message),
        ObjectionRaised e => new(Stages.Motion, "公示期内有业主提出异议",
            $"理由：{Reason(e.Reason)}；本次公示累计 {e.Objections} 件", $"/api/v1/publicity-periods/{e.AggregateId}"),
        DecisionEffective e => new(Stages.Decision, "业主共同决定生效", $"事项 {e.MatterCode}，生效日期 {Day(e.EffectiveOn)}",
            Decision(e.DecisionId)),
        DecisionRevoked e => new(Stages.Decision, "业主共同决定被撤销", e.Ground, Decision(e.DecisionId)),
        LiftAgreementEffective e => new(Stages.Decision, $"{e.Building} 号楼加装电梯协议生效", "区域与楼栋两次征询的决定均已生效",
            Decision(e.BuildingDecisionId)),
        LiftAgreementRevoked e => new(Stages.Decision, $"{e.Building} 号楼加装电梯依据的决定被撤销", e.Ground,
            Decision(e.DecisionId)),
        ConsentComplete e => Board(e, "全体业主签字同意", $"{e.Households} 户"),
        ConsentBroken e => Board(e, "有业主撤回同意", $"{e.Households} 户中已签 {e.Agreed} 户"),
        ConsentWithdrawalRefused e => Board(e, "开工锁定后有业主要求撤回同意", "未予受理，转为诉求工单"),
        WorksProjectOpened or ProjectStepChanged => OfWorks(message),
        _ => OfCampaign(message),
    };

    private static TimelineNote? OfMotion(IIntegrationEvent message) => message switch
    {
        MotionOpened e => Motion(e, "发起业主表决", $"事项 {e.MatterCode}，截止 {Day(Kernel.CivilTime.DayOf(e.ClosesAt))}"),
        MotionTallied e => Motion(e, "表决结果统计完成",
            $"{Outcome(e.Outcome)}；参与 {Area(e.ParticipatingArea)}/{Area(e.TotalArea)} 平方米、" +
            $"{e.ParticipatingHeads}/{e.TotalHeads} 人；同意 {Area(e.ForArea)} 平方米、{e.ForHeads} 人"),
        PublicityStarted e => Motion(e, "表决结果公示", $"公示期满 {Instant(e.EndsAt)}"),
        PublicityEnded e => Motion(e, "公示期满", e.Blocked ? "有未处理的异议" : "无异议"),
        _ => null,
    };

    private static TimelineNote? OfCampaign(IIntegrationEvent message) => message switch
    {
        CampaignOpened e => Campaign(e, "自筹资金开始收缴", $"每平方米 {Area(e.UnitPrice)} 元"),
        BillsIssued e => Campaign(e, $"{e.Building} 号楼账单发出", $"{e.Households} 户，应收 {Yuan(e.Receivable)} 元"),
        AdvanceRecorded e => Campaign(e, "物业企业垫资",
            $"{Yuan(e.Amount)} 元，用于 {string.Join("、", e.Buildings)} 号楼各一部电梯"),
        AdvanceRepaid e => Campaign(e, $"从 {e.Building} 号楼资金归还垫资",
            $"{Yuan(e.Amount)} 元，尚欠 {Yuan(e.Outstanding)} 元"),
        CampaignThresholdReached e => Campaign(e, $"{e.Building} 号楼收缴达到启动线",
            $"已收 {Yuan(e.Collected)} 元，应收 {Yuan(e.Receivable)} 元（{Percent(e.Collected, e.Receivable)}）"),
        CollectionFellBelowThreshold e => Campaign(e, $"{e.Building} 号楼退款后低于启动线",
            $"已收 {Yuan(e.Collected)} 元，应收 {Yuan(e.Receivable)} 元（{Percent(e.Collected, e.Receivable)}）；工程继续"),
        SpendPaid e => Campaign(e, $"{e.Building} 号楼支付工程款", $"{Yuan(e.Amount)} 元"),
        _ => null,
    };

    private static TimelineNote? OfWorks(IIntegrationEvent message) => message switch
    {
        WorksProjectOpened e => new(Stages.Works, "工程立项", $"{e.Lifts.Count} 部电梯", Project(e.AggregateId)),
        ProjectStepChanged e => new(Stages.Works, $"{e.Building} 号楼 {e.LiftNo} 号电梯：{State(e.LiftState)}",
            $"步骤 {e.StepCode}", Project(e.AggregateId)),
        _ => null,
    };

    private static TimelineNote Motion(IIntegrationEvent e, string title, string detail) =>
        new(Stages.Motion, title, detail, $"/api/v1/motions/{e.AggregateId}");

    private static TimelineNote Board(IIntegrationEvent e, string title, string detail) =>
        new(Stages.Motion, title, detail, $"/api/v1/consent-boards/{e.AggregateId}");

    private static TimelineNote Campaign(IIntegrationEvent e, string title, string detail) =>
        new(Stages.Campaign, title, detail, $"/api/v1/campaigns/{e.AggregateId}");

    private static string Decision(Guid id) => $"/api/v1/decisions/{id}";

    private static string Project(Guid id) => $"/api/v1/works-projects/{id}";

    private static string Outcome(string outcome) => outcome switch
    {
        "PASSED" => "通过",
        "FAILED_QUORUM" => "未达法定参与比例",
        "FAILED_APPROVAL" => "未通过",
        "MANUAL_REVIEW" => "需人工复核",
        "READY" => "全体同意",
        "BLOCKED" => "尚未全体同意",
        _ => outcome,
    };

    private static string Reason(string reason) => reason switch
    {
        "VENTILATION" => "通风",
        "LIGHT" => "采光",
        "NOISE" => "噪声",
        "FUNDS" => "资金",
        "POSITION" => "位置",
        "PROCEDURE" => "程序",
        "OTHER" => "其他",
        _ => reason,
    };

    private static string State(string state) => state switch
    {
        Works.LiftStates.OutOfService => "停用",
        Works.LiftStates.Scheduled => "已排入施工计划",
        Works.LiftStates.InWorks => "施工中",
        Works.LiftStates.Acceptance => "验收中",
        Works.LiftStates.InService => "恢复运行",
        Works.LiftStates.Established => "已立项",
        Works.LiftStates.ContractSigned => "已签约",
        Works.LiftStates.UnderConstruction => "施工中",
        Works.LiftStates.Delivered => "已交付",
        _ => state,
    };

    // NUM-03: one decimal, half away from zero, for people only.
    private static string Percent(decimal part, decimal whole) => whole == 0
        ? "0.0 %"
        : Math.Round(part * 100 / whole, 1, MidpointRounding.AwayFromZero)
            .ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Yuan(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Area(decimal area) => area.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset at) =>
        at.ToOffset(Kernel.CivilTime.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

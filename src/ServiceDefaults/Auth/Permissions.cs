using static CivicPlatform.ServiceDefaults.Auth.Roles;

namespace CivicPlatform.ServiceDefaults.Auth;

/// <summary>One row of the access table.</summary>
/// <param name="Name"><c>thing.verb</c>, as OpenAPI documents name it in <c>x-permission</c>.</param>
/// <param name="Title">What it allows, in the words of the offices.</param>
/// <param name="Roles">Who may, each within the divisions of his token.</param>
public sealed record Permission(string Name, string Title, IReadOnlyList<string> Roles);

/// <summary>
/// Who may do what: the one table of it. docs/security.md shows the same table, and a test holds the two together.
/// </summary>
/// <remarks>
/// What is not here nobody may do. A row gives rights inside the caller's divisions only; other offices' records do
/// not exist for him (404).
/// </remarks>
public static class Permissions
{
    // Before the rows: they enter themselves here as they are made.
    private static readonly List<Permission> s_all = [];

    // Everybody who works in or for an office; those who run, guard or operate the platform see no office's affairs.
    private static readonly string[] s_office =
        [.. Auth.Roles.All.Except([PlatformAdmin, SecurityAdmin, Operations])];

    // Registry
    public static readonly Permission DivisionRead = Row("division.read", "查看区划", [.. Auth.Roles.All]);
    public static readonly Permission DivisionWrite = Row("division.write", "登记区划", PlatformAdmin, StreetClerk);
    public static readonly Permission DivisionImport = Row("division.import", "导入全国区划", PlatformAdmin);
    public static readonly Permission EstateRead = Row("estate.read", "查看楼盘表", StreetClerk, CommunityWorker,
        GridOfficer, TallyClerk, FundManager, FundApprover, DistrictSupervisor, Auditor, Integration);
    public static readonly Permission UnitRead = Row("unit.read", "查看专有部分及业主（脱敏）", StreetClerk, CommunityWorker,
        GridOfficer, TallyClerk, FundManager, FundApprover, DistrictSupervisor, Auditor, Integration);
    public static readonly Permission UnitImport = Row("unit.import", "导入楼盘表", StreetClerk);
    public static readonly Permission OwnerSearch = Row("owner.search", "按姓名或电话查业主（脱敏）",
        StreetClerk, CommunityWorker);
    public static readonly Permission OwnerReveal = Row("owner.reveal", "查看业主姓名电话（须注明用途）",
        StreetClerk, CommunityWorker);
    public static readonly Permission OwnerLink = Row("owner.link", "关联业主账号", StreetClerk);
    public static readonly Permission OwnershipTransfer = Row("ownership.transfer", "登记产权转移", StreetClerk);
    public static readonly Permission ClockMove = Row("clock.move", "拨快民用时钟（仅限开发环境）",
        PlatformAdmin, StreetClerk, TallyClerk, FundManager);

    // Cases
    public static readonly Permission CaseRegister = Row("case.register", "登记诉求工单",
        StreetClerk, CommunityWorker, GridOfficer, Integration);
    public static readonly Permission CaseRead = Row("case.read", "查看诉求工单（诉求人脱敏）",
        StreetClerk, CommunityWorker, GridOfficer, Mediator, DistrictSupervisor, Auditor);
    public static readonly Permission CaseReveal = Row("case.reveal", "查看诉求人姓名电话（须注明用途）",
        StreetClerk, CommunityWorker, GridOfficer, Mediator);
    public static readonly Permission CaseDispatch = Row("case.dispatch", "派单、即时答复、告知法定渠道、并单", StreetClerk);
    public static readonly Permission CaseSheet = Row("case.sheet", "查看承办单与办理记录（承办单位仅限本单位）",
        StreetClerk, CommunityWorker, GridOfficer, Mediator, DistrictSupervisor, Auditor, Department, PropertyCompany);
    public static readonly Permission CaseHandle = Row("case.handle", "签收、联系、退单、反馈（承办单位仅限本单位）",
        StreetClerk, CommunityWorker, GridOfficer, Department, PropertyCompany);
    public static readonly Permission CaseRule = Row("case.rule", "裁定退单、延期、申请挂账与销账", StreetClerk);
    public static readonly Permission CaseSuspend = Row("case.suspend", "批准、复核挂账", DistrictSupervisor);
    public static readonly Permission CaseCallback = Row("case.callback", "登记回访", StreetClerk, CommunityWorker);
    public static readonly Permission DutyRead = Row("duty.read", "查看承办单位与职责清单", StreetClerk, CommunityWorker,
        GridOfficer, Mediator, DistrictSupervisor, Auditor, Department, PropertyCompany);
    public static readonly Permission DutyWrite = Row("duty.write", "登记承办单位、账号与职责清单", StreetClerk);
    public static readonly Permission RateRead = Row("rate.read", "查看三率及明细", StreetClerk, CommunityWorker,
        DistrictSupervisor, Auditor);
    public static readonly Permission DisputeWrite = Row("dispute.write", "登记并查看调解、诉讼、鉴定、维修、意向与协议（保密）",
        Mediator, StreetClerk);
    public static readonly Permission DisputeRead = Row("dispute.read", "查看纠纷办理状态（不含各方陈述）",
        Mediator, StreetClerk, CommunityWorker, DistrictSupervisor, Auditor);
    public static readonly Permission WorksRead = Row("works.read", "查看工程与办理进程", StreetClerk, CommunityWorker,
        GridOfficer, Mediator, DistrictSupervisor, Auditor, TallyClerk, FundManager, FundApprover, OwnersCommittee,
        PropertyCompany, Contractor);
    public static readonly Permission WorksWrite = Row("works.write", "立项并登记工程步骤", StreetClerk);

    // Consultation: totals and decisions; no choice of a person stands in what these rows open.
    public static readonly Permission ConsultationRead = Row("consultation.read", "查看表决、公示与决定（仅合计）", s_office);
    public static readonly Permission RollFreeze = Row("roll.freeze", "冻结业主清册", StreetClerk, TallyClerk);
    public static readonly Permission RollCorrect = Row("roll.correct", "公示、更正业主清册并定稿",
        StreetClerk, TallyClerk);
    public static readonly Permission RollUnitsRead = Row("roll.units-read", "查看清册明细与更正记录",
        StreetClerk, TallyClerk, Auditor);
    public static readonly Permission MotionOpen = Row("motion.open", "发起表决", StreetClerk);
    public static readonly Permission MotionClose = Row("motion.close", "结束表决并计票", TallyClerk);
    public static readonly Permission BallotCast = Row("ballot.cast", "录入选票",
        TallyClerk, StreetClerk, CommunityWorker);
    public static readonly Permission BallotClick = Row("ballot.click", "业主本人网上表达意见", Owner);
    public static readonly Permission BallotImport = Row("ballot.import", "导入选票", TallyClerk, StreetClerk);
    public static readonly Permission BallotDesignate = Row("ballot.designate", "登记共有人指定的选票",
        TallyClerk, StreetClerk);
    public static readonly Permission EvidenceUpload = Row("evidence.upload", "上传选票原件",
        TallyClerk, StreetClerk, CommunityWorker);
    public static readonly Permission EvidenceRead = Row("evidence.read", "查看选票原件（计票后）", TallyClerk, Auditor);
    public static readonly Permission ConflictRead = Row("conflict.read", "查看意见冲突的业主（不含表决意见）", TallyClerk);
    public static readonly Permission DesignationRead = Row("designation.read", "查看共有人指定记录（不含表决意见）",
        TallyClerk, StreetClerk, Auditor);
    public static readonly Permission RecountRun = Row("recount.run", "复核计票并存档", TallyClerk, StreetClerk);
    public static readonly Permission RecountRead = Row("recount.read", "查看复核记录、审计复核（仅合计）",
        TallyClerk, StreetClerk, Auditor);
    public static readonly Permission ReceiptRead = Row("receipt.read", "查看选票受理回执（不含表决意见）",
        TallyClerk, StreetClerk);
    public static readonly Permission ArchiveExport = Row("archive.export", "导出表决档案复核", TallyClerk, Auditor);
    public static readonly Permission PublicityStart = Row("publicity.start", "开始公示", StreetClerk, CommunityWorker);
    public static readonly Permission ObjectionWrite = Row("objection.write", "登记、答复与了结异议",
        StreetClerk, CommunityWorker);
    public static readonly Permission OwnObjectionWrite = Row("objection.write-own", "业主本人提出异议", Owner);
    public static readonly Permission ObjectionRead = Row("objection.read", "查看异议内容与答复",
        StreetClerk, CommunityWorker, Mediator, Auditor);
    public static readonly Permission DecisionRevoke = Row("decision.revoke", "登记决定被撤销或责令改正", StreetClerk);
    public static readonly Permission OwnerDisclosureRead = Row("owner-disclosure.read", "业主查阅本小区决定、纪要与协商记录",
        Owner, OwnersCommittee, StreetClerk, CommunityWorker, Auditor);
    public static readonly Permission RecordWrite = Row("record.write", "登记协商记录", StreetClerk, CommunityWorker);
    public static readonly Permission MeetingWrite = Row("meeting.write", "召开协商会、登记出席、纪要与待办",
        StreetClerk, CommunityWorker);
    public static readonly Permission LiftTeamWrite = Row("lift-team.write", "成立加梯小组", StreetClerk, CommunityWorker);
    public static readonly Permission LiftTeamRead = Row("lift-team.read", "查看加梯小组（业主编号，无姓名）",
        StreetClerk, CommunityWorker, GridOfficer, OwnersCommittee, Auditor);
    public static readonly Permission MinutesRead = Row("minutes.read", "查看会议纪要",
        StreetClerk, CommunityWorker, OwnersCommittee, DistrictSupervisor, Auditor);
    public static readonly Permission ConsentWrite = Row("consent.write", "登记业主意见、使用人进场同意与走访",
        StreetClerk, CommunityWorker, GridOfficer);
    public static readonly Permission ConsentLock = Row("consent.lock", "开工锁定", StreetClerk);
    public static readonly Permission ConsentUnitsRead = Row("consent.units-read", "查看各户意见与走访记录",
        StreetClerk, CommunityWorker, GridOfficer, Auditor);

    // Funds. The approver writes nothing here but his approval: he is never the one who made what he approves.
    public static readonly Permission AccountOpen = Row("account.open", "登记专户", FundManager);
    public static readonly Permission AccountRead = Row("account.read", "查看专户与试算平衡",
        FundManager, FundApprover, StreetClerk, Auditor);
    public static readonly Permission FundWrite = Row("fund.write", "维修资金交存、收益、退还与冲正", FundManager);
    public static readonly Permission UnitFundRead = Row("unit-fund.read", "查看分户余额与续交任务（T3，无姓名）",
        FundManager, FundApprover, Auditor);
    public static readonly Permission OwnUnitFundRead = Row("unit-fund.read-own", "查看本人分户余额（T2）", Owner);
    public static readonly Permission UnitFundEntries = Row("unit-fund.entries", "查看分户账明细（业主限本人）",
        FundManager, FundApprover, Auditor, Owner);
    public static readonly Permission CampaignWrite = Row("campaign.write", "发起、开放、结束筹资并出具日报", FundManager);
    public static readonly Permission CampaignRead = Row("campaign.read", "查看筹资及各楼合计", FundManager, FundApprover,
        StreetClerk, CommunityWorker, Auditor, OwnersCommittee, DistrictSupervisor);
    public static readonly Permission CampaignTemplateRead = Row("campaign-template.read", "查看筹资同款模板（含本市共享）",
        FundManager, FundApprover, Auditor);
    public static readonly Permission SnapshotRead = Row("snapshot.read", "查看日报历史",
        FundManager, Auditor, CommunityWorker, OwnersCommittee);
    public static readonly Permission PeriodPageWrite = Row("period-page.write", "出具、更正专户定期公示", FundManager);
    public static readonly Permission LineProofRead = Row("line-proof.read", "取得公示的本户证明（T2）",
        Owner, FundManager, Auditor);
    public static readonly Permission PageLinesRead = Row("page-lines.read", "导出公示的全部明细复核（无房号姓名）",
        FundManager, FundApprover, Auditor);
    public static readonly Permission BillRead = Row("bill.read", "查看各户账单（T3，无姓名）", FundManager, Auditor);
    public static readonly Permission OwnBillRead = Row("bill.read-own", "查看本人账单（T2）", Owner);
    public static readonly Permission BillReceiptIssue = Row("bill-receipt.issue", "开具缴款收据", FundManager);
    public static readonly Permission BillReceiptRead = Row("bill-receipt.read", "查看缴款收据（业主限本户，无付款人）",
        FundManager, Auditor, Owner);
    public static readonly Permission BillReceiptReveal = Row("bill-receipt.reveal", "查看收据付款人（须注明用途）",
        FundManager);
    public static readonly Permission HouseholdRead = Row("household.read", "查看本楼各户是否缴清（T1）",
        Owner, FundManager, CommunityWorker, OwnersCommittee, Auditor);
    public static readonly Permission StatementImport = Row("statement.import", "导入银行流水", FundManager);
    public static readonly Permission StatementImportRead = Row("statement.read", "查看流水导入进度",
        FundManager, FundApprover, Auditor);
    public static readonly Permission StatementMap = Row("statement.map", "设置银行流水列映射", FundManager);
    public static readonly Permission BankLinePost = Row("bank-line.post", "逐笔入账", FundManager, Integration);
    public static readonly Permission BankChannelWrite = Row("bank-channel.write", "登记、换密钥与停用银行回调渠道",
        FundManager);
    public static readonly Permission BankChannelRead = Row("bank-channel.read", "查看银行回调渠道（无密钥）",
        FundManager, FundApprover, Auditor);
    public static readonly Permission BankCallback = Row("bank-callback.post", "银行或支付机构签名回调入账", BankChannel);
    public static readonly Permission SuspenseRead = Row("suspense.read", "查看待确认款项（付款人脱敏）", FundManager);
    public static readonly Permission SuspenseReveal = Row("suspense.reveal", "查看付款人及附言（须注明用途）",
        FundManager);
    public static readonly Permission SuspenseAssign = Row("suspense.assign", "认领待确认款项", FundManager);
    public static readonly Permission ReconciliationWrite = Row("reconciliation.write", "对账并关账", FundManager);
    public static readonly Permission ReconciliationRead = Row("reconciliation.read", "查看对账结果（无付款人）",
        FundManager, FundApprover, StreetClerk, Auditor);
    public static readonly Permission SpendingRecord = Row("spending.record", "登记垫付、付款与归还", FundManager);
    public static readonly Permission SharedCostApprove = Row("shared-cost.approve", "审批共同费用（须非登记人）",
        FundApprover);
    public static readonly Permission SharedCostRead = Row("shared-cost.read", "查看共同费用及各项目份额",
        FundManager, FundApprover, StreetClerk, Auditor);
    public static readonly Permission RefundAsk = Row("refund.ask", "申请、登记与撤销退款，预存款抵缴", FundManager);
    public static readonly Permission RefundApprove = Row("refund.approve", "审批退款（须非申请人）", FundApprover);
    public static readonly Permission RefundRead = Row("refund.read", "查看退款（T3，无姓名）",
        FundManager, FundApprover, Auditor);
    public static readonly Permission ReminderRun = Row("reminder.run", "催缴、登记催款函", FundManager);
    public static readonly Permission ReminderRead = Row("reminder.read", "查看催缴记录（T3，无姓名）",
        FundManager, CommunityWorker, Integration, Auditor);
    public static readonly Permission ReminderVisit = Row("reminder.visit", "登记催缴走访", CommunityWorker);
    public static readonly Permission LiftCardWrite = Row("lift-card.write", "登记电梯卡发放与注销",
        FundManager, CommunityWorker);
    public static readonly Permission LiftCardRead = Row("lift-card.read", "查看电梯卡登记（T3，无姓名）",
        FundManager, CommunityWorker, Auditor);
    public static readonly Permission SpendPropose = Row("spend-request.propose", "提出维修资金使用申请",
        FundManager, CommunityWorker);
    public static readonly Permission SpendAdvance = Row("spend-request.advance", "登记使用申请的表决、备案、施工、验收与决算",
        FundManager);
    public static readonly Permission SpendEmergency = Row("spend-request.emergency", "登记应急使用的确认、公示与异议",
        FundManager, CommunityWorker);
    public static readonly Permission SpendRead = Row("spend-request.read", "查看使用申请与办理记录", FundManager,
        FundApprover, StreetClerk, CommunityWorker, Auditor, OwnersCommittee, DistrictSupervisor);
    public static readonly Permission SpendShareRead = Row("spend-share.read", "查看分摊明细（业主仅本人，T2）",
        FundManager, FundApprover, Auditor, Owner);
    public static readonly Permission SpendObjectionRead = Row("spend-objection.read", "查看应急使用的异议内容与答复",
        FundManager, CommunityWorker, Auditor);
    public static readonly Permission PayoutAsk = Row("payout.ask", "申请、登记与撤销工程付款", FundManager);
    public static readonly Permission PayoutApprove = Row("payout.approve", "审批工程付款（须非申请人）", FundApprover);

    public static readonly Permission CostAgreementWrite = Row("cost-agreement.write", "起草、修订加装电梯费用分摊协议，登记签署与成立",
        FundManager, CommunityWorker);
    public static readonly Permission CostAgreementRead = Row("cost-agreement.read", "查看费用分摊协议与版本（无住户）",
        FundManager, FundApprover, StreetClerk, CommunityWorker, Auditor, OwnersCommittee, DistrictSupervisor);
    public static readonly Permission CostShareRead = Row("cost-share.read", "查看协议各户分摊（业主仅本人，T2）",
        FundManager, CommunityWorker, Auditor, Owner);
    public static readonly Permission CostSignatureRead = Row("cost-signature.read", "查看协议签署记录（业主编号，无姓名）",
        FundManager, CommunityWorker, Auditor);

    public static readonly Permission GrantWrite = Row("restricted-grant.write", "登记定向资助、抵缴与退回", FundManager);
    public static readonly Permission GrantRead = Row("restricted-grant.read", "查看定向资助（无住户）",
        FundManager, FundApprover, StreetClerk, Auditor);
    public static readonly Permission GrantUseRead = Row("restricted-grant.uses", "查看定向资助使用记录",
        FundManager, Auditor);

    // Notifications
    public static readonly Permission NoticeRead = Row("notice.read", "查看通知",
        StreetClerk, CommunityWorker, Integration, Auditor);
    public static readonly Permission WebhookRead = Row("webhook.read", "查看系统推送订阅",
        StreetClerk, Integration, Auditor);
    public static readonly Permission WebhookWrite = Row("webhook.write", "设置系统推送订阅", StreetClerk, Integration);
    public static readonly Permission EmailRead = Row("email.read", "查看邮件订阅（脱敏）", StreetClerk, Auditor);
    public static readonly Permission EmailWrite = Row("email.write", "设置邮件订阅", StreetClerk);
    public static readonly Permission DeliveryRead = Row("delivery.read", "查看送达记录",
        StreetClerk, Integration, Auditor);
    public static readonly Permission DeliveryResend = Row("delivery.resend", "重新送达", StreetClerk, Integration);

    // Every service
    public static readonly Permission ParkedMessageRead = Row("parked-message.read", "查看搁置的消息（不含内容）",
        Operations, PlatformAdmin);
    public static readonly Permission ParkedMessageReplay = Row("parked-message.replay", "重放搁置的消息",
        Operations, PlatformAdmin);

    /// <summary>The whole table, in the order of the documents.</summary>
    public static IReadOnlyList<Permission> All => s_all;

    private static Permission Row(string name, string title, params string[] roles)
    {
        var row = new Permission(name, title, roles);
        s_all.Add(row);
        return row;
    }
}

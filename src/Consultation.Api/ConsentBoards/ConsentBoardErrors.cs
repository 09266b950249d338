namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>Why a consent board refuses.</summary>
public static class ConsentBoardErrors
{
    public static readonly Error NotFound = Error.NotFound("consent_boards.not_found", "没有这份意见征询台账");

    public static readonly Error HouseholdNotFound =
        Error.NotFound("consent_boards.household_not_found", "该专有部分不在此实施单元内");

    public static readonly Error ScopeTooWide = Error.Refused(
        "consent_boards.scope_too_wide", "意见须按同一实施单元（管井、单元或楼栋）征询，不能以整个小区为范围", "PIPE-01");

    public static readonly Error SignatureMissing = Error.Refused(
        "consent_boards.signature_missing", "同意须有业主签字的书面申请，请提供文件的 SHA-256", "PIPE-01");

    public static readonly Error SignerIsNoOwner = Error.Refused(
        "consent_boards.signer_not_owner", "签字人不是该专有部分的业主；使用人只能同意进场", "PIPE-01");

    public static readonly Error ConcernMissing =
        Error.Refused("consent_boards.concern_missing", "有顾虑的须注明顾虑类别", "PIPE-02");

    public static readonly Error NothingToWithdraw =
        Error.Refused("consent_boards.nothing_to_withdraw", "该户尚未同意，无可撤回", "PIPE-02");

    public static readonly Error LockedAlready = Error.Refused(
        "consent_boards.locked", "已开工锁定，不能再变更或撤回；不同意见请登记为诉求工单", "PIPE-02");

    /// <summary>The same for a withdrawal, which becomes a case by itself (001-5).</summary>
    public static readonly Error WithdrawnLate = LockedAlready with { Detail = "撤回要求已自动转为诉求工单，无须另行登记" };

    public static readonly Error VisitInFuture =
        Error.Refused("consent_boards.visit_in_future", "走访日期不能晚于今天", "PIPE-02");

    /// <summary>Unanimity is missing; says exactly by how much.</summary>
    public static Error Incomplete(int agreed, int households) =>
        Error.Refused("consent_boards.incomplete", "须全体业主签字同意后方可开工", "PIPE-01") with
        {
            Detail = $"{agreed} of {households}：{households} 户中已签 {agreed} 户",
        };

    /// <summary>Owners agreed; somebody who lives there does not let the workers in.</summary>
    public static Error AccessMissing(int households) =>
        Error.Refused("consent_boards.access_missing", "尚有使用人未同意进场施工", "PIPE-01") with
        {
            Detail = $"{households} 户",
        };
}

using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Handling;

internal static class HandlingErrors
{
    public static readonly Error OnlyConsultation =
        Error.Refused("handling.only_consultation", "只有咨询类诉求可以即时答复办结", "CASE-01");

    public static readonly Error ReturnIsFinal =
        Error.Refused("handling.return_is_final", "退单已有裁定，本次派单不能再次退单", "CASE-05");

    public static readonly Error ReviewerIsRequester =
        Error.Refused("handling.reviewer_is_requester", "申请人不能自己裁定", "CASE-05");

    public static readonly Error NotSigned =
        Error.Refused("handling.not_signed", "承办单位签收后才能登记先行联系", "CASE-06");

    public static readonly Error NoCoHandler =
        Error.Refused("handling.no_co_handler", "该单位不是本工单未反馈的协办单位", "CASE-06");

    public static readonly Error CoHandlerTwice =
        Error.Refused("handling.co_handler_twice", "协办单位重复，或与主办单位相同", "CASE-06");

    public static readonly Error NoMoreExtensions =
        Error.Refused("handling.no_more_extensions", "延期次数已用完", "CASE-11");

    public static readonly Error NotInHours =
        Error.Refused("handling.hours_not_extended", "按小时计算的紧急时限不能延期", "CASE-11");

    public static readonly Error AlreadyOverdue =
        Error.Refused("handling.already_overdue", "时限已过，不能再延期", "CASE-11");

    public static readonly Error DayInFuture =
        Error.Refused("handling.day_in_future", "告知日期不能晚于今天", "CASE-11");

    public static readonly Error SuspensionWaits =
        Error.Refused("handling.suspension_waits", "已有挂账申请等待批准", "CASE-12");

    public static readonly Error NoSuspensionWaits =
        Error.Refused("handling.no_suspension_waits", "没有等待批准的挂账申请", "CASE-12");

    public static readonly Error ApproverIsRequester =
        Error.Refused("handling.approver_is_requester", "挂账须由申请人以外的区级人员批准", "CASE-12");

    public static readonly Error TargetPassed =
        Error.Refused("handling.target_passed", "挂账的目标日期应晚于今天", "CASE-12");

    public static readonly Error GradeNeedsApproval =
        Error.Refused("handling.grade_needs_approval", "疑难时限须在办理中申请延期，不能直接派单", "CASE-03");

    public static readonly Error HappenedInFuture =
        Error.Refused("handling.happened_in_future", "发生时间不能晚于当前时间，也不能早于派单", "CASE-10");

    public static readonly Error TopRung =
        Error.Refused("handling.top_rung", "已升级到最高一级", "CASE-14");

    public static readonly Error MergedIntoItself =
        Error.Refused("handling.merged_into_itself", "工单不能并入自身", "CASE-13");

    public static readonly Error OtherMatter =
        Error.Refused("handling.other_matter", "只有同一事项、同一街道的工单可以并单", "CASE-13");

    public static readonly Error OtherEnded =
        Error.Conflict("handling.other_ended", "所并入的工单已经办结", "CASE-13");

    public static readonly Error TooManyMoves =
        Error.Refused("handling.too_many_moves", $"一件工单的办理记录不得超过 {HandlingLimits.Moves} 条");

    public static readonly Error RatingNeeded =
        Error.Refused("handling.rating_needed", "接通的回访须记录是否解决与满意度", "CASE-08");

    public static readonly Error NoRating =
        Error.Refused("handling.no_rating", "未接通的回访没有满意度", "CASE-08");

    public static Error UnknownGrade(IEnumerable<string> known) =>
        Error.Refused("handling.unknown_grade", "本地没有这个办理等级", "CASE-03") with
        {
            Detail = $"可用等级：{string.Join("、", known.Order(StringComparer.Ordinal))}",
        };

    public static Error LongerThan(int longest) =>
        Error.Refused("handling.extension_too_long", "延期超过本地允许的长度", "CASE-11") with
        {
            Detail = $"至多 {longest}",
        };

    public static Error NotNow(string status, string kind) =>
        Error.Conflict("handling.not_now", "当前状态不能这样办理", "CASE-03") with
        {
            Detail = $"{MoveKinds.TextOf(kind)}：当前状态 {status}，可以办理 " +
                string.Join("、", MoveTable.MovesFrom(status)),
        };
}

/// <summary>Limits of the handling of one case.</summary>
public static class HandlingLimits
{
    /// <summary>Moves of one case at most.</summary>
    public const int Moves = 500;

    /// <summary>Characters of a note.</summary>
    public const int Note = 2_000;

    public const int CoHandlers = 20;

    /// <summary>Characters of a code that the office chooses itself.</summary>
    public const int Code = 40;
}

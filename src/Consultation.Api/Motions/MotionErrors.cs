namespace CivicPlatform.Consultation.Motions;

/// <summary>Why a motion cannot be opened, shown or counted.</summary>
public static class MotionErrors
{
    public static readonly Error NotFound = Error.NotFound("motions.not_found", "没有这项表决");

    public static readonly Error TallyNotFound = Error.NotFound("motions.not_tallied", "该表决尚未计票");

    public static readonly Error ClosesOutOfRange =
        Error.Refused("motions.closes_out_of_range", "截止时间应在开始之后，且不超过一年", "VOTE-21");

    public static readonly Error NeedsUnanimity = Error.Refused(
        "motions.needs_unanimity", "该实施单元须全体业主签字同意，不能以多数表决代替", "PIPE-01");

    public static readonly Error SilenceNotAnnounced = Error.Refused(
        "motions.silence_not_announced", "未答复视为多数意见的规则须载于议事规则并在通知中写明后果", "VOTE-25");

    public static readonly Error SilenceWithUnanimity =
        Error.Refused("motions.silence_with_unanimity", "须全体同意的事项不得适用沉默条款", "VOTE-25");

    public static readonly Error SilenceNotAdopted =
        Error.Refused("motions.silence_not_adopted", "该表决未采用沉默条款，不能提交送达名单", "VOTE-25");

    public static readonly Error DeliveryMissing =
        Error.Refused("motions.delivery_missing", "该表决采用沉默条款，计票须提交有效送达的专有部分", "VOTE-25");

    public static readonly Error DeliveredUnitUnknown =
        Error.Refused("motions.delivered_unit_unknown", "送达名单中有重复的或不在清册上的专有部分", "VOTE-25");

    public static readonly Error AlreadyClosed =
        Error.Conflict("motions.already_closed", "该表决已经截止并计票");

    public static readonly Error RollDiffers = Error.Conflict(
        "motions.roll_differs", "业主清册与定稿时的哈希不符，不能计票；请用 ./civic verify 核查", "VOTE-16");

    public static readonly Error AmountOfOtherMatter = Error.Refused(
        "motions.amount_of_other_matter", "只有使用维修资金（M5）的表决载明使用金额", "VOTE-27");

    public static readonly Error NoticeUnproved = Error.Refused(
        "motions.notice_unproved", "表决公告须附张贴或送达的证据", "EVT-03");

    public static readonly Error NoticeInFuture =
        Error.Refused("motions.notice_in_future", "表决公告的张贴时间晚于现在", "VOTE-27");

    public static readonly Error VotingNotOpen =
        Error.Conflict("motions.voting_not_open", "表决尚未开始，不能计票", "VOTE-27");

    /// <summary>What would be voted on is not what hung.</summary>
    public static Error AgendaDiffers(string actual) =>
        Error.Refused("motions.agenda_differs", "表决事项与公告所载不一致，不得表决未公告的事项", "VOTE-27") with
        {
            Detail = $"所填事项的哈希为 {actual}",
        };

    public static Error NoticeKindUnknown(PolicyProfile profile) =>
        Error.Refused("motions.notice_kind_unknown", "本地规则没有这一类公告期", "VOTE-27") with
        {
            Detail = $"{profile.Name} 应为 {string.Join('、', profile.Notice.Keys.Order(StringComparer.Ordinal))}",
        };

    /// <param name="first">The first instant at which voting may open.</param>
    public static Error NoticeTooShort(PolicyProfile profile, DateTimeOffset first) =>
        Error.Refused("motions.notice_too_short", "公告期未满，不得开始表决", "VOTE-27") with
        {
            Detail = $"按 {profile.Name} 的公告期，最早可于 {CivilTime.DayOf(first):yyyy-MM-dd} 开始表决",
        };

    /// <summary>Only a motion in that state takes the next step.</summary>
    public static Error WrongStatus(MotionStatus status) =>
        Error.Conflict("motions.wrong_status", "该表决目前的状态不允许此操作") with
        {
            Detail = $"{Codes.Of(status)}：" + status switch
            {
                MotionStatus.Open => "表决仍在进行，须先截止计票",
                MotionStatus.Tallied => "已计票，结果尚未公示",
                MotionStatus.Posted => "结果正在公示",
                MotionStatus.Blocked => "公示期满，异议尚未了结",
                MotionStatus.Ended => "表决已结束，没有后续步骤",
                _ => "决定已经生效",
            },
        };
}

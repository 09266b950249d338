using Npgsql;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>Why a ballot is not taken.</summary>
public static class BallotErrors
{
    public static readonly Error MotionClosed =
        Error.Conflict("ballots.motion_closed", "该表决已经截止并计票，选票不再接收", "VOTE-23");

    public static readonly Error VotingOver =
        Error.Conflict("ballots.voting_over", "已过表决截止时间，选票不再接收", "VOTE-23");

    public static readonly Error UnitNotOnRoll =
        Error.Refused("ballots.unit_not_on_roll", "该专有部分不在本次表决的清册上", "VOTE-20");

    public static readonly Error CastInFuture =
        Error.Refused("ballots.cast_in_future", "选票日期晚于今天", "VOTE-24");

    public static readonly Error VotingNotOpen =
        Error.Conflict("ballots.voting_not_open", "表决尚未开始，选票暂不接收", "VOTE-27");

    public static readonly Error CastBeforeOpening =
        Error.Refused("ballots.cast_before_opening", "选票日期早于表决开始，公告期内不得表决", "VOTE-27");

    public static readonly Error AgendaDiffers =
        Error.Refused("ballots.agenda_differs", "选票所载事项与公告的表决事项不一致：此票不能计入，须按公告的事项重新填写", "VOTE-27");

    public static readonly Error ProxyDiffers =
        Error.Refused("ballots.proxy_differs", "受托人所投意见与委托书载明的意见不一致", "VOTE-22");

    public static readonly Error PrincipalNotOnRoll =
        Error.Refused("ballots.principal_not_on_roll", "委托人不是清册所载的权利人", "VOTE-17");

    public static readonly Error SignerNotOnRoll = Error.Refused(
        "ballots.signer_not_on_roll", "签名人不是清册所载的权利人；清册冻结后的买受人须持出卖人的委托书", "VOTE-17");

    public static readonly Error TooManyProxies =
        Error.Refused("ballots.too_many_proxies", "该受托人接受委托的业主人数已达上限", "VOTE-22");

    public static readonly Error NotOfThisMotion =
        Error.Refused("ballots.not_of_this_motion", "该表决没有这张选票", "VOTE-13");

    public static readonly Error NoConflict =
        Error.Refused("ballots.no_conflict", "该业主的选票没有冲突，无须指定", "VOTE-13");

    public static readonly Error AlreadyDesignated =
        Error.Conflict("ballots.already_designated", "该业主已经指定以哪张选票为准", "VOTE-13");

    public static readonly Error ExternalByFile = Error.Refused("ballots.external_by_file",
        "市电子投票系统的结果须按文件导入，并附该系统的编号", "VOTE-21");

    public static readonly Error ClickIsOwners = Error.Refused("ballots.click_is_owners",
        "网上表达意见须由业主本人登录办理，不能由工作人员代录", "VOTE-21");

    /// <summary>Another answer of the same unit would be taken: as a conflict until a designation (VOTE-13).</summary>
    public static readonly Error AnswerTwice =
        Error.Conflict("ballots.answer_twice", "该专有部分的同一意见已登记，一户一票，不重复计算", "VOTE-13");

    /// <summary>The refusal that the database's own functions raised; null for anything else.</summary>
    public static Error? Of(PostgresException e) => (e.SqlState, e.MessageText, e.ConstraintName) switch
    {
        ("CP404", _, _) => Motions.MotionErrors.NotFound,
        ("CP409", "ballots.motion_closed", _) => MotionClosed,
        ("CP409", "ballots.voting_over", _) => VotingOver,
        ("CP409", "ballots.voting_not_open", _) => VotingNotOpen,
        ("CP422", "ballots.cast_before_opening", _) => CastBeforeOpening,
        ("CP422", "ballots.agenda_differs", _) => AgendaDiffers,
        ("CP422", "ballots.principal_not_on_roll", _) => PrincipalNotOnRoll,
        ("CP422", "ballots.signer_not_on_roll", _) => SignerNotOnRoll,
        ("CP422", "ballots.too_many_proxies", _) => TooManyProxies,
        ("CP422", "ballots.unit_not_on_roll", _) => UnitNotOnRoll,
        ("CP422", "ballots.cast_in_future", _) => CastInFuture,
        ("CP422", "evidence.unknown", _) => Evidence.EvidenceErrors.Unknown,
        (PostgresErrorCodes.UniqueViolation, _, "ballots_answer_once") => AnswerTwice,
        _ => null,
    };
}

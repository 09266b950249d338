using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Settlements;

internal static class SettlementErrors
{
    public static readonly Error NotFound = Error.NotFound("settlements.not_found", "没有这份调解协议");

    public static readonly Error MediationNotFound =
        Error.NotFound("settlements.mediation_not_found", "本工单没有这次调解");

    public static readonly Error NotAgreed = Error.Refused(
        "settlements.not_agreed", "调解尚未达成一致，不能拟定协议", "MED-06");

    public static readonly Error DraftedAlready = Error.Conflict(
        "settlements.drafted_already", "这次调解已有协议", "MED-04");

    public static readonly Error HeadTwice = Error.Refused("settlements.head_twice", "同一费用项目不能列两次", "CASE-42");

    public static readonly Error NotAParty = Error.Refused(
        "settlements.not_a_party", "只有协议各方、调解员和调委会可以分担或签署", "MED-04");

    public static readonly Error SignedAlready = Error.Conflict(
        "settlements.signed_already", "该方已经签署", "MED-04");

    public static readonly Error SignedBefore = Error.Refused(
        "settlements.signed_before", "签署日期不能早于协议拟定或晚于今天", "MED-04");

    public static readonly Error OralIsNotSigned = Error.Conflict(
        "settlements.oral_is_not_signed", "口头协议自达成之日起生效，无须签署", "MED-04");

    public static readonly Error BeforeItsEffect = Error.Refused(
        "settlements.before_its_effect", "日期不能早于协议生效", "MED-04");

    public static readonly Error BeforeTheAgreement = Error.Refused(
        "settlements.before_the_agreement", "协议日期不能早于达成调解", "MED-04");

    public static readonly Error SuitPending = Error.Refused(
        "settlements.suit_pending", "诉讼尚未撤回或判决，不能登记履行完毕", "CASE-40") with
    {
        Detail = "请先登记撤诉或判决文书。",
    };

    public static Error TooLate(DateOnly lastDay) => Error.Refused(
        "settlements.confirmation_too_late", "司法确认须自协议生效之日起三十日内共同申请", "MED-05") with
    {
        Detail = $"最后一日为 {lastDay:yyyy-MM-dd}。",
    };

    public static Error WrongState(string state) => Error.Conflict(
        "settlements.wrong_state", "协议目前的状态不允许此操作", "MED-04") with
    {
        Detail = $"当前状态 {state}。",
    };
}

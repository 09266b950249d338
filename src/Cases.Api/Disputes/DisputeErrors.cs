using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Disputes;

internal static class DisputeErrors
{
    public static readonly Error TrackNotFound = Error.NotFound("disputes.track_not_found", "没有这个办理轨道");

    public static readonly Error OfferNotFound = Error.NotFound("disputes.offer_not_found", "没有这个意向");

    public static readonly Error FeedbackNotFound = Error.NotFound("disputes.feedback_not_found", "没有这条反馈");

    public static readonly Error NoMediationAgainstWill = Error.Refused(
        "disputes.no_mediation_against_will", "当事人明确拒绝调解的，不得调解", "MED-01") with
    {
        Detail = "请告知当事人可以依法通过仲裁、行政、司法等途径维护权利；其重新同意后可以另行申请调解。",
    };

    public static readonly Error PaperMissing = Error.Refused(
        "disputes.paper_missing", "此项须登记文书的校验值", "CASE-40");

    public static readonly Error AttendanceMissing = Error.Refused(
        "disputes.attendance_missing", "协调会须登记至少两方到场", "MED-06");

    public static readonly Error WhoRefuses = Error.Refused(
        "disputes.who_refuses", "须登记由哪一方拒绝调解", "MED-01");

    public static readonly Error ReasonMissing = Error.Refused(
        "disputes.reason_missing", "维修受阻须登记原因", "CASE-43");

    public static readonly Error InFuture = Error.Refused("disputes.in_future", "发生日期不能晚于今天", "CASE-40");

    public static readonly Error BeforeTheLast = Error.Refused(
        "disputes.before_the_last", "发生日期不能早于上一条记录", "CASE-40");

    public static readonly Error MediationOpen = Error.Conflict(
        "disputes.mediation_open", "本工单还有进行中的调解", "MED-01");

    public static readonly Error TooMany = Error.Refused(
        "disputes.too_many", "同一工单的同类轨道至多 20 个，每个至多 200 条记录", "CASE-40");

    public static readonly Error LiabilityNotClear = Error.Refused(
        "disputes.liability_not_clear", "责任尚未明确，附条件的意向不能使用", "CASE-41");

    public static readonly Error OfferOver = Error.Conflict(
        "disputes.offer_over", "该意向已使用、已撤回或已过期", "CASE-41");

    public static readonly Error LiableUnfit = Error.Refused(
        "disputes.liable_unfit", "异议不指明责任方；其他责任认定须指明", "CASE-41");

    public static readonly Error NoConsent = Error.Refused(
        "disputes.no_consent", "诉求人未同意公开，不得公开", "CASE-44");

    public static Error NotNow(Track track, string happened) =>
        Error.Conflict("disputes.not_now", "当前状态不能登记此项", "CASE-40") with
        {
            Detail = $"{TrackTable.TextOf(track.Kind, happened)}：当前状态 {track.State}，可以登记 " +
                string.Join("、", TrackTable.EventsFrom(track.Kind, track.State)),
        };

    public static Error ConsentMissing(IEnumerable<string> parties) => NoMediationAgainstWill with
    {
        Detail = $"曾经拒绝的一方须重新同意：{string.Join("、", parties)}",
    };
}

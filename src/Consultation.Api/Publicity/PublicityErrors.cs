namespace CivicPlatform.Consultation.Publicity;

/// <summary>Why a result cannot be posted or a decision shown.</summary>
public static class PublicityErrors
{
    public static readonly Error DecisionNotFound = Error.NotFound("publicity.decision_not_found", "没有这项决定");

    public static readonly Error PeriodNotFound = Error.NotFound("publicity.not_found", "没有这次公示");

    public static readonly Error AlreadyRunning =
        Error.Conflict("publicity.already_running", "相同内容正在公示，无需重新开始", "PUB-01");

    public static readonly Error DecidedOnOutOfRange = Error.Refused(
        "decisions.decided_on_out_of_range", "决定日期应在业主决定之日以后，且不晚于今天", "PUB-04");

    public static readonly Error NoCommitteeDuty = Error.Refused(
        "decisions.no_committee_duty", "只有全体业主的决定须告知居民委员会", "PUB-06");

    public static readonly Error CommitteeTold =
        Error.Conflict("decisions.committee_told", "该决定已告知居民委员会", "PUB-06");

    public static readonly Error ToldOnOutOfRange = Error.Refused(
        "decisions.told_on_out_of_range", "告知日期应在业主决定之日以后，且不晚于今天", "PUB-06");

    /// <summary>Only a decision in force can be corrected or revoked.</summary>
    public static Error NotInForce(DecisionStatus status) =>
        Error.Conflict("decisions.not_in_force", "该决定未生效或已被撤销", "PUB-04") with { Detail = Codes.Of(status) };
}

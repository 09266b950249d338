namespace CivicPlatform.Consultation.Publicity;

/// <summary>Why a result cannot be posted or a decision shown.</summary>
public static class PublicityErrors
{
    public static readonly Error DecisionNotFound = Error.NotFound("publicity.decision_not_found", "没有这项决定");

    public static readonly Error PeriodNotFound = Error.NotFound("publicity.not_found", "没有这次公示");

    public static readonly Error AlreadyRunning =
        Error.Conflict("publicity.already_running", "相同内容正在公示，无需重新开始", "PUB-01");
}

namespace CivicPlatform.Consultation.Objections;

/// <summary>Why an objection is not taken or does not move.</summary>
public static class ObjectionErrors
{
    public static readonly Error NotFound = Error.NotFound("objections.not_found", "没有这件异议");

    public static readonly Error OutsidePeriod =
        Error.Refused("objections.outside_period", "异议须在公示期内提出；该次公示已结束或已重新开始", "PUB-02");

    public static readonly Error NotAnOwner =
        Error.Refused("objections.not_an_owner", "异议须实名提出，提出人不是清册上该专有部分的业主", "PUB-02");

    public static readonly Error AlreadyRaised =
        Error.Conflict("objections.already_raised", "该业主已就同一理由提出异议", "PUB-02");

    /// <summary>Only an objection in another state takes this step.</summary>
    public static Error WrongState(ObjectionState state) =>
        Error.Conflict("objections.wrong_state", "该异议目前的状态不允许此操作", "PUB-02") with
        {
            Detail = Codes.Of(state),
        };
}

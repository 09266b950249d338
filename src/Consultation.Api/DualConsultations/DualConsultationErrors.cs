using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.DualConsultations;

/// <summary>Why a dual consultation refuses.</summary>
public static class DualConsultationErrors
{
    public static readonly Error NotFound = Error.NotFound("dual_consultations.not_found", "没有这项双征询");

    public static readonly Error BuildingDoesNotFit = Error.Refused(
        "dual_consultations.building_does_not_fit", "楼栋征询应为本幢或本单元业主就加装电梯（M7）的表决", "LIFT-04");

    public static readonly Error OtherEstate =
        Error.Refused("dual_consultations.other_estate", "两次表决不属于同一小区", "LIFT-04");

    public static readonly Error BuildingTaken =
        Error.Conflict("dual_consultations.building_taken", "该楼栋表决已属于另一项双征询", "LIFT-04");

    public static readonly Error AgreedAlready =
        Error.Conflict("dual_consultations.agreed", "加装协议已经签订", "LIFT-04");

    public static readonly Error SignedOnOutOfRange = Error.Refused(
        "dual_consultations.signed_on_out_of_range", "签订日期不能早于任一表决的计票日，也不能晚于今天", "LIFT-04");

    /// <summary>The zone's vote has another electorate or another threshold than the profile says.</summary>
    public static Error ZoneDoesNotFit(Matter matter) => Error.Refused(
        "dual_consultations.zone_does_not_fit", "区域征询应为全体业主就规定事项的表决", "LIFT-04") with
    {
        Detail = Codes.Of(matter),
    };

    /// <summary>003-3: says which of the two is missing.</summary>
    public static Error NotPassed(DualVote zone, DualVote building) => Error.Refused(
        "dual_consultations.not_passed", "区域与楼栋两次征询均通过后方可签订加装协议", "LIFT-04") with
    {
        Detail = $"区域：{Show(zone)}；楼栋：{Show(building)}",
    };

    private static string Show(DualVote vote) => vote switch
    {
        { Outcome: null } => "尚未计票",
        { Stands: true } => "通过",
        { Stands: false, Outcome: Outcome.Passed } => "决定已被撤销",
        { Stands: null } => "待人工复核",
        _ => "未通过",
    };
}

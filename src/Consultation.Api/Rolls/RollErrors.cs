namespace CivicPlatform.Consultation.Rolls;

/// <summary>Why a roll cannot be frozen or shown.</summary>
public static class RollErrors
{
    public static readonly Error EstateNotFound = Error.NotFound("rolls.estate_not_found", "没有这个小区");

    public static readonly Error NotFound = Error.NotFound("rolls.not_found", "没有这份业主清册");

    public static readonly Error ScopeEmpty =
        Error.Refused("rolls.scope_empty", "该表决范围内没有专有部分", "VOTE-20");

    public static readonly Error UnitsUnknown =
        Error.Refused("rolls.units_unknown", "所列专有部分有的不在该小区", "VOTE-20");

    public static readonly Error OwnersMissing =
        Error.Refused("rolls.owners_missing", "有已售专有部分缺少权利人，不能冻结清册", "VOTE-11");

    /// <summary>The register's events have not all arrived: waiting is right, a short roll would be wrong.</summary>
    public static Error RegisterIncomplete(int units, int expectedUnits, Area area, Area expectedArea) =>
        Error.NotYet("rolls.register_incomplete", "楼盘表尚未接收完整，请稍后重试", "VOTE-10") with
        {
            Detail = $"已接收 {units} 个专有部分、{area} 平方米，应为 {expectedUnits} 个、{expectedArea} 平方米",
        };
}

namespace CivicPlatform.Consultation.Rolls;

/// <summary>Why a roll cannot be frozen, posted, corrected, sealed, used or shown.</summary>
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

    public static readonly Error Sealed =
        Error.Conflict("rolls.sealed", "业主清册已定稿，不再更改", "VOTE-16");

    public static readonly Error NotSealed =
        Error.Conflict("rolls.not_sealed", "业主清册尚未定稿，须先公示、更正并定稿", "VOTE-16");

    public static readonly Error NotPosted =
        Error.Conflict("rolls.not_posted", "业主清册尚未公示，不能定稿", "VOTE-16");

    public static readonly Error AlreadyPosted =
        Error.Conflict("rolls.already_posted", "业主清册已经公示；有误请重新冻结", "VOTE-16");

    public static readonly Error PostingDays = Error.Refused(
        "rolls.posting_days", "公示日不得晚于今天，截止日应在公示日之后（公示当日不计）", "TIME-01");

    public static readonly Error UnitNotOnRoll =
        Error.Refused("rolls.unit_not_on_roll", "该专有部分不在清册上", "VOTE-20");

    public static readonly Error AreaWithoutSource =
        Error.Refused("rolls.area_without_source", "更正面积须写明面积来源", "VOTE-10");

    public static readonly Error NothingCorrected =
        Error.Refused("rolls.nothing_corrected", "与清册所载相同，没有可更正的内容", "VOTE-10");

    /// <summary>Owners still have time to look at it.</summary>
    public static Error StillPosted(DateOnly until) =>
        Error.Conflict("rolls.still_posted", "清册公示尚未期满，不能定稿", "VOTE-16") with
        {
            Detail = $"公示至 {until:yyyy-MM-dd} 止，其后可以定稿",
        };

    /// <summary>The register's events have not all arrived: waiting is right, a short roll would be wrong.</summary>
    public static Error RegisterIncomplete(int units, int expectedUnits, Area area, Area expectedArea) =>
        Error.NotYet("rolls.register_incomplete", "楼盘表尚未接收完整，请稍后重试", "VOTE-10") with
        {
            Detail = $"已接收 {units} 个专有部分、{area} 平方米，应为 {expectedUnits} 个、{expectedArea} 平方米",
        };
}

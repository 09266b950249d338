using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>Refusals of the public pages.</summary>
public static class DisclosureErrors
{
    public static readonly Error NotFound = Error.NotFound("disclosure.not_found", "没有这个公示");

    public static readonly Error BuildingNotFound = Error.NotFound("disclosure.building_not_found", "没有这栋楼的公示");

    public static readonly Error DayIsPast =
        Error.Refused("disclosure.day_is_past", "之后日期的公示已经生成，不能补记更早的日期", "RAISE-10");

    public static readonly Error NotOpened =
        Error.Conflict("disclosure.not_opened", "筹集活动尚未开始，没有可公示的内容");

    public static readonly Error OfOneDoorway = Error.Conflict(
        "disclosure.of_one_doorway", "加装电梯分摊款只涉及本楼住户，不作公开日报", "PRIV-12");

    public static readonly Error SnapshotNotFound = Error.NotFound("disclosure.snapshot_not_found", "没有这份公示");

    public static readonly Error UnitNotFound = Error.NotFound("disclosure.unit_not_found", "这份公示中没有该户");

    public static readonly Error NotYourUnit =
        Error.Forbidden("disclosure.not_your_unit", "只能取得本人房屋的证明", "PRIV-11");

    public static readonly Error Withheld = Error.Refused(
        "disclosure.withheld", "该楼户数较少，合计数会透露邻居的缴纳情况，不提供公示原文", "PRIV-11");

    public static readonly Error WithoutLines =
        Error.Conflict("disclosure.without_lines", "这份公示早于逐户留存，没有可证明的明细");

    public static readonly Error NoSuchPeriod =
        Error.Refused("disclosure.no_such_period", "through 应为当地公示周期的最后一日", "FUND-25");

    public static readonly Error PeriodNotEnded =
        Error.Refused("disclosure.period_not_ended", "该周期尚未结束", "FUND-25");

    public static Error TooManyLines(int lines) => new(ErrorKind.Refused, "disclosure.too_many_lines",
        "一栋楼的明细超过公示上限", "RAISE-10")
    {
        Detail = $"{lines} 行，上限 {PageRoot.MaxLeaves} 行",
    };

    public static readonly Error FormatUnknown =
        Error.Invalid("disclosure.format_unknown", $"format 应为 {string.Join('、', GetDisclosure.Formats)} 之一");
}

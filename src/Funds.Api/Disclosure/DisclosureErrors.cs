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

    public static readonly Error FormatUnknown =
        Error.Invalid("disclosure.format_unknown", $"format 应为 {string.Join('、', GetDisclosure.Formats)} 之一");
}

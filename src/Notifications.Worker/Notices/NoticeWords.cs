using System.Globalization;

namespace CivicPlatform.Notifications.Notices;

/// <summary>Codes, figures and days in the words that staff and residents read.</summary>
public static class NoticeWords
{
    public static string Yuan(decimal amount) => amount.ToString("#,0.00", CultureInfo.InvariantCulture) + " 元";

    public static string SquareMetres(decimal area) =>
        area.ToString("#,0.00", CultureInfo.InvariantCulture) + " 平方米";

    public static string Day(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";

    public static string Day(DateTimeOffset instant) => Day(CivilTime.DayOf(instant));

    public static string Minute(DateTimeOffset instant) =>
        Day(instant) + instant.ToOffset(CivilTime.Offset).ToString(" HH:mm", CultureInfo.InvariantCulture);

    /// <summary>One decimal, half away from zero; for people only (NUM-03).</summary>
    public static string Percent(decimal part, decimal whole) => whole == 0
        ? "—"
        : Math.Round(part * 100 / whole, 1, MidpointRounding.AwayFromZero).ToString("0.0", CultureInfo.InvariantCulture)
            + "%";

    public static string Building(string code) => code.All(char.IsAsciiDigit) ? code + "号楼" : code;

    /// <summary>Receivable, collected and their ratio, or the sentence that they are withheld (PRIV-11).</summary>
    /// <param name="receivable">Yuan.</param>
    /// <param name="collected">Yuan.</param>
    /// <param name="shown">What <see cref="SmallGroups"/> says of the building.</param>
    public static string Collection(decimal receivable, decimal collected, bool shown) => shown
        ? $"应收 {Yuan(receivable)}，已收 {Yuan(collected)}，收缴率 {Percent(collected, receivable)}"
        : "为保护个人信息，数额不予公布";

    public static string Matter(string code) => code switch
    {
        "M1" => "制定、修改业主大会议事规则",
        "M2" => "制定、修改管理规约",
        "M3" => "选举或更换业主委员会",
        "M4" => "选聘、解聘物业服务企业",
        "M5" => "使用建筑物及其附属设施的维修资金",
        "M6" => "筹集建筑物及其附属设施的维修资金",
        "M7" => "改建、重建建筑物及其附属设施",
        "M8" => "改变共有部分的用途或者利用共有部分从事经营活动",
        "M9" => "有关共有和共同管理权利的其他重大事项",
        "UNANIMOUS" => "须经有利害关系的业主一致同意的事项",
        _ => code,
    };

    public static string Outcome(string code) => code switch
    {
        "PASSED" => "通过",
        "FAILED_QUORUM" => "未通过（参与表决未达法定比例）",
        "FAILED_APPROVAL" => "未通过（同意未达法定比例）",
        "MANUAL_REVIEW" => "待人工复核",
        "READY" => "一致同意",
        "BLOCKED" => "未一致同意",
        _ => code,
    };

    public static string Channel(string code) => code switch
    {
        "HOTLINE" or "HOTLINE_12345" => "12345 热线",
        "NETWORK" or "WEB" => "网络",
        "WINDOW" => "窗口来访",
        "GRID" or "GRID_OFFICER" => "网格员",
        "PATROL" => "主动发现",
        "REFERRAL" => "平台转办",
        _ => code,
    };
}

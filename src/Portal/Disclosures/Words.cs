using System.Globalization;
using CivicPlatform.Kernel;

namespace CivicPlatform.Portal.Disclosures;

/// <summary>Figures, days and codes as residents read them.</summary>
public static class Words
{
    public const string Withheld = "不予公布";

    /// <summary>"1720669.22" as "1,720,669.22"; a text that is no amount stays as it is.</summary>
    public static string Amount(string? yuan) => yuan is null ? Withheld
        : Money.TryParse(yuan, out var money) ? Amount(money) : yuan;

    public static string Amount(Money money) => money.Yuan.ToString("#,0.00", CultureInfo.InvariantCulture);

    public static string Count(int? count) => count?.ToString("#,0", CultureInfo.InvariantCulture) ?? Withheld;

    public static string Day(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";

    /// <summary>For the <c>datetime</c> attribute.</summary>
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Building(string code) => code.All(char.IsAsciiDigit) ? code + "号楼" : code;

    public static string Lift(string number) => number.All(char.IsAsciiDigit) ? number + "号电梯" : number;

    public static string LiftState(string code) => code switch
    {
        "OUT_OF_SERVICE" => "停运待修",
        "SCHEDULED" => "已排期",
        "IN_WORKS" => "施工中",
        "ACCEPTANCE" => "验收中",
        "IN_SERVICE" => "已恢复运行",
        _ => code,
    };

    public static string Status(string code) => code switch
    {
        "OPEN" => "收缴中",
        "CLOSED" => "已结清",
        _ => code,
    };

    public static string Kind(string code) => code switch
    {
        "WORKS" => "工程款",
        "ADVANCE_REPAYMENT" => "偿还垫资",
        "BANK_FEE" => "银行手续费",
        "REFUND_TOTAL" => "退款合计",
        "OTHER" => "其他",
        _ => code,
    };

    /// <summary>Lifts that run again, of all: "12/18".</summary>
    public static string LiftsInService(IEnumerable<LiftDisclosure> lifts)
    {
        var all = lifts.ToList();
        return $"{all.Count(l => l.State == "IN_SERVICE")}/{all.Count}";
    }
}

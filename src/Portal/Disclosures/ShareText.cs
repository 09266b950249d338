using System.Text;

namespace CivicPlatform.Portal.Disclosures;

/// <summary>The T0 text that people paste into their building's chat group (PRIV-13).</summary>
public static class ShareText
{
    public static string Of(Disclosure disclosure, string url)
    {
        var text = new StringBuilder();
        text.Append('【').Append(disclosure.Title).Append("】\n").Append(AsOf(disclosure.Day)).Append('\n');
        Append(text, disclosure.Totals);
        var reached = disclosure.Buildings.Count(b => b.ThresholdReachedOn is not null);
        text.Append($"达到启动线 {reached}/{disclosure.Buildings.Count} 栋；电梯恢复运行 ")
            .Append(Words.LiftsInService(disclosure.Buildings.SelectMany(b => b.Lifts))).Append(" 部\n");
        return text.Append($"垫资未偿还 {Words.Amount(disclosure.Advance.Outstanding)} 元\n详情：").Append(url).ToString();
    }

    public static string Of(Disclosure disclosure, BuildingDisclosure building, string url)
    {
        var text = new StringBuilder();
        text.Append('【').Append(disclosure.Title).Append(" · ").Append(Words.Building(building.Building)).Append("】\n")
            .Append(AsOf(building.Day ?? disclosure.Day)).Append('\n');
        Append(text, building);
        text.Append("电梯恢复运行 ").Append(Words.LiftsInService(building.Lifts)).Append(" 部\n");
        return text.Append("详情：").Append(url).ToString();
    }

    private static string AsOf(DateOnly? day) => day is { } known ? $"截至 {Words.Day(known)}" : "实时数据";

    private static void Append(StringBuilder text, CollectionFigures figures)
    {
        if (figures.Collected is null)
        {
            text.Append("为保护个人信息，数额不予公布\n");
            return;
        }
        text.Append($"应收 {Words.Amount(figures.Receivable)} 元，已收 {Words.Amount(figures.Collected)} 元")
            .Append($"（{figures.CollectedPercent}%）\n")
            .Append($"已缴清 {Words.Count(figures.HouseholdsPaid)}/{Words.Count(figures.Households)} 户")
            .Append($"（{figures.HouseholdsPaidPercent}%）\n");
    }
}

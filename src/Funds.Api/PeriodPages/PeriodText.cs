using System.Globalization;
using System.Text;

namespace CivicPlatform.Funds.PeriodPages;

/// <summary>The period pages of an account as a file and as a text for chat groups (PRIV-13: totals only).</summary>
public static class PeriodText
{
    /// <summary>One row a period; with BOM, because spreadsheets guess the encoding otherwise.</summary>
    public static string Csv(GetPeriods.View view)
    {
        var csv = new StringBuilder("\uFEFF");
        csv.Append("from,through,version,opening,deposited,gained,spent,closing,hash\r\n");
        foreach (var p in view.Periods)
        {
            csv.AppendJoin(',', Day(p.From), Day(p.Through), p.Version, p.Opening, p.Deposited, p.Gained, p.Spent,
                p.Closing, p.Hash).Append("\r\n");
        }

        return csv.ToString();
    }

    /// <summary>Plain Chinese, a line a period.</summary>
    public static string Chinese(GetPeriods.View view)
    {
        var kind = view.Purpose == "MAINTENANCE_FUND" ? "维修资金" : "自筹资金";
        var text = new StringBuilder().Append($"【{view.EstateName}】{kind}专户收支公示\n");
        foreach (var p in view.Periods)
        {
            text.Append($"{Day(p.From)} 至 {Day(p.Through)}：");
            text.Append(p.Opening is null
                ? "户数较少，不公布合计"
                : $"期初 {p.Opening} 元，交存 {p.Deposited} 元，收益 {p.Gained} 元，支出 {p.Spent} 元，期末 {p.Closing} 元");
            if (p.CorrectionReason is { } reason) text.Append($"；更正：{reason}");
            text.Append('\n');
        }

        return text.Append("本公示只含合计数，本户明细请登录查询。\n").ToString();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

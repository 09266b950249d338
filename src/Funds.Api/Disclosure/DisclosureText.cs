using System.Globalization;
using System.Text;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>The public page as a file and as a text for the owners' chat groups (PRIV-13: totals only).</summary>
public static class DisclosureText
{
    private static readonly (string State, string Name)[] s_states =
    [
        ("IN_SERVICE", "已恢复运行"), ("ACCEPTANCE", "验收中"), ("IN_WORKS", "施工中"), ("SCHEDULED", "已排期"),
        ("OUT_OF_SERVICE", "停用"),
    ];

    /// <summary>One row a building; with BOM, because spreadsheets guess the encoding otherwise.</summary>
    public static string Csv(DisclosureView view)
    {
        var csv = new StringBuilder("\uFEFF");
        csv.Append("building,receivable,collected,collected_percent,households,households_paid,");
        csv.Append("households_paid_percent,threshold_reached_on,page_day,page_version,");
        csv.Append("lifts_total,lifts_in_service\r\n");
        foreach (var b in view.Buildings)
        {
            csv.AppendJoin(',', Cell(b.Building), b.Receivable, b.Collected, b.CollectedPercent, b.Households,
                b.HouseholdsPaid, b.HouseholdsPaidPercent, Day(b.ThresholdReachedOn), Day(b.Day), b.Version,
                b.Lifts.Count, b.Lifts.Count(l => l.State == "IN_SERVICE")).Append("\r\n");
        }

        return csv.ToString();
    }

    /// <summary>Plain Chinese, short lines, nothing that only a spreadsheet can read.</summary>
    public static string Chinese(DisclosureView view)
    {
        var text = new StringBuilder();
        var page = view.Day is null ? "实时数据，尚未生成每日公示" : $"{Day(view.Day)} 每日公示";
        text.Append($"【{view.EstateName}】{view.Title}（{page}）\n");
        text.Append($"合计：{Sums(view.Totals)}\n");
        var advance = view.Advance;
        if (advance.Received > Money.Zero)
            text.Append($"物业垫资 {advance.Received} 元，已还 {advance.Repaid} 元，未还 {advance.Outstanding} 元\n");
        foreach (var building in view.Buildings) AppendBuilding(text, building);
        foreach (var s in view.Spendings)
            text.Append($"支出：{Day(s.Day)} {s.Building}号楼 {s.Purpose} {s.Amount} 元\n");
        return text.Append("本公示只含合计数，个人缴纳情况请登录查询。\n").ToString();
    }

    private static void AppendBuilding(StringBuilder text, DisclosedBuilding b)
    {
        var sums = Sums(new TotalsView(b.Receivable, b.Collected, b.CollectedPercent, b.Households, b.HouseholdsPaid,
            b.HouseholdsPaidPercent));
        text.Append($"{b.Building}号楼：{sums}");
        if (b.ThresholdReachedOn is { } reached) text.Append($"；{Day(reached)} 达到 50%");
        if (b.CorrectionReason is { } reason) text.Append($"；更正：{reason}");
        var lifts = s_states.Select(s => (s.Name, Count: b.Lifts.Count(l => l.State == s.State)))
            .Where(s => s.Count > 0).Select(s => $"{s.Name} {s.Count} 部").ToArray();
        if (lifts.Length > 0) text.Append("；电梯").AppendJoin('、', lifts);
        text.Append('\n');
    }

    private static string Sums(TotalsView t) => t.Collected is null
        ? $"应收 {t.Receivable} 元；户数较少，不公布缴纳情况"
        : $"应收 {t.Receivable} 元，已收 {t.Collected} 元（{t.CollectedPercent}%），" +
            $"已缴 {t.HouseholdsPaid}/{t.Households} 户（{t.HouseholdsPaidPercent}%）";

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Quoted, and harmless in a spreadsheet that would take "=1+1" for a formula.</summary>
    private static string Cell(string text)
    {
        var safe = text.Length > 0 && "=+-@".Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;
        return safe.AsSpan().ContainsAny(',', '"', '\n')
            ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : safe;
    }
}

namespace CivicPlatform.Funds.MaintenanceFund;

/// <summary>A line of a deposit list that fits the fund.</summary>
/// <param name="Initial">What it adds to the initial deposit.</param>
public sealed record DepositLine(FundUnit Unit, Money Amount, Money Initial, Money BySeller);

/// <summary>Holds a deposit list against the register and the fund: all of it fits, or nothing is booked.</summary>
public static class DepositLines
{
    private const int MaxFindings = 1_000;

    /// <summary>The lines with their parts; refuses with a finding for each that does not fit, rows from 1.</summary>
    public static Result<IReadOnlyList<DepositLine>> Fit(
        FundEntryKind kind, IReadOnlyList<RecordDeposits.Line> lines, IReadOnlyList<FundUnit> units)
    {
        var known = units.ToDictionary(u => (u.Building, u.Entrance, u.Room));
        var seen = new HashSet<Guid>();
        var fitted = new List<DepositLine>(lines.Count);
        var findings = new List<Finding>();
        foreach (var (line, row) in lines.Zip(Enumerable.Range(1, lines.Count)))
        {
            var unit = known.GetValueOrDefault((line.Building, line.Entrance, line.Room));
            if (Misfit(kind, line, unit, seen) is var (code, detail)) findings.Add(new(code, detail, "lines", row));
            else fitted.Add(new DepositLine(unit!, line.Amount, InitialOf(kind, line), line.BySeller));
            if (findings.Count == MaxFindings) break;
        }
        return findings.Count > 0 ? FundErrors.LinesUnfit(findings) : fitted;
    }

    private static (string Code, string Detail)? Misfit(
        FundEntryKind kind, RecordDeposits.Line line, FundUnit? unit, HashSet<Guid> seen)
    {
        var isOpening = kind is FundEntryKind.OPENING_BALANCE;
        if (unit is null) return ("unit.unknown", "房屋登记中没有这一户");
        if (!seen.Add(unit.Id)) return ("unit.twice", "同一户出现两次");
        if (unit.IsLost) return ("unit.lost", "该户房屋已灭失");
        if (line.Amount < Money.Zero || (line.Amount == Money.Zero && !isOpening))
            return ("amount.not_positive", "金额应大于零");
        if (line.BySeller < Money.Zero || line.BySeller > line.Amount)
            return ("by_seller.too_large", "售房单位交存部分不能超过金额");
        if (isOpening != line.Initial is not null || line.Initial < Money.Zero)
            return ("initial.unfit", "期初余额须注明首期应交金额，其他记账不填");
        return isOpening && unit.IsOpen ? ("unit.open", "该户已有余额或交存记录，不能再记期初余额") : null;
    }

    private static Money InitialOf(FundEntryKind kind, RecordDeposits.Line line) => kind switch
    {
        FundEntryKind.INITIAL_DEPOSIT => line.Amount,
        FundEntryKind.OPENING_BALANCE => line.Initial!.Value,
        _ => Money.Zero,
    };
}

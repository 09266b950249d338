namespace CivicPlatform.Funds.Reconciliations;

/// <summary>Refusals of reconciliations and of lines that fall into a closed period.</summary>
public static class ReconciliationErrors
{
    private const string Rule = "FUND-25";

    public static readonly Error NotFound = Error.NotFound("reconciliations.not_found", "没有这次对账");

    public static readonly Error NotOver = Error.Refused(
        "reconciliations.not_over", "对账期间尚未结束，最后一日须早于今日", Rule);

    public static readonly Error BalanceMissing = Error.Refused(
        "reconciliations.balance_missing", "该日没有已导入的银行对账单，请填写银行余额", Rule);

    public static readonly Error AlreadyClosed = Error.Conflict("reconciliations.already_closed", "该期间已经关账");

    public static Error BalanceDiffers(Money stated, Money statement) => Error.Refused(
        "reconciliations.balance_differs", "填写的银行余额与已导入的对账单不符", Rule) with
    {
        Detail = $"填写 {stated} 元，对账单 {statement} 元。",
    };

    /// <summary>Periods neither overlap nor leave a day between them.</summary>
    public static Error NotNext(DateOnly expected) => Error.Refused(
        "reconciliations.not_next", "对账期间须与上一期首尾相接", Rule) with
    {
        Detail = $"本期应从 {expected:yyyy-MM-dd} 开始。",
    };

    /// <summary>The first period takes in all that was booked before.</summary>
    public static Error LeavesOut(DateOnly first) => Error.Refused(
        "reconciliations.leaves_out", "首个对账期间须包含最早一笔流水", Rule) with
    {
        Detail = $"最早一笔记账日为 {first:yyyy-MM-dd}。",
    };

    public static Error Unposted(Waiting waiting) => Error.Refused(
        "reconciliations.lines_unposted", "期间内还有尚未入账的流水，暂不能关账", Rule) with
    {
        Detail = $"尚未入账 {waiting.Lines} 笔，合计 {waiting.Amount} 元。", IsPassing = true,
    };

    public static Error DoesNotBalance(Money bank, Money ledger) => Error.Refused(
        "reconciliations.does_not_balance", "账面余额与银行余额不符，不能关账", Rule) with
    {
        Detail = $"银行 {bank} 元，账面 {ledger} 元，相差 {bank - ledger} 元。",
    };

    /// <summary>A bank line whose day was reconciled already; a correction is an entry of an open day.</summary>
    public static Error PeriodClosed(DateOnly closedUntil) => Error.Refused(
        "reconciliations.period_closed", "该记账日所在期间已经关账，不能再入账", Rule) with
    {
        Detail = $"已关账至 {closedUntil:yyyy-MM-dd}；更正须以开放期间的日期另行入账。",
    };
}

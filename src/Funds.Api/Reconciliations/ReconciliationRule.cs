namespace CivicPlatform.Funds.Reconciliations;

/// <summary>What a period must be before it is compared or closed (FUND-25); pure.</summary>
public static class ReconciliationRule
{
    /// <summary>Null, or why the period does not follow the last closed one.</summary>
    /// <param name="from">First day of the period.</param>
    /// <param name="closedUntil">Last day that was closed; null before the first close.</param>
    /// <param name="firstLineOn">Day of the account's first line; null while it has none.</param>
    public static Error? Follows(DateOnly from, DateOnly? closedUntil, DateOnly? firstLineOn)
    {
        if (closedUntil?.AddDays(1) is { } next) return from == next ? null : ReconciliationErrors.NotNext(next);
        return firstLineOn is { } first && first < from ? ReconciliationErrors.LeavesOut(first) : null;
    }

    /// <summary>The bank's balance: its own word where there is one, and nobody may type another.</summary>
    public static Result<Money> Balance(Money? stated, Money? statement) => (stated, statement) switch
    {
        (null, null) => ReconciliationErrors.BalanceMissing,
        ({ } typed, { } said) when typed != said => ReconciliationErrors.BalanceDiffers(typed, said),
        _ => statement ?? stated!.Value,
    };

    /// <summary>Null when the period may close: every line is posted and not a fen is between book and bank.</summary>
    public static Error? Closes(Money bank, PeriodFigures figures) =>
        figures.Unposted.Lines > 0 ? ReconciliationErrors.Unposted(figures.Unposted)
        : bank != figures.Ledger ? ReconciliationErrors.DoesNotBalance(bank, figures.Ledger)
        : null;
}

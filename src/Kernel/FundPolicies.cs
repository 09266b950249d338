namespace CivicPlatform.Kernel;

/// <summary>When a balance of the maintenance fund must be renewed, and what is due without a plan (FUND-10).</summary>
/// <param name="BelowPercent">Below this share of the initial deposit; the share itself is not below (TIME-03).</param>
/// <param name="FallbackPercent">Without a plan up to this share is due; null where the place has no such rule.</param>
/// <param name="DecisionDays">Days that the owners have to decide a plan.</param>
/// <param name="PayDays">Days to pay after the bank's notice, which follows the days to decide.</param>
public sealed record RenewalPolicy(int BelowPercent, int? FallbackPercent, int? DecisionDays, int? PayDays)
{
    /// <summary>True when the balance is less than the share, counted in fen without rounding.</summary>
    public bool IsDue(Money balance, Money initial) => balance.Fen * 100 < initial.Fen * BelowPercent;

    /// <summary>Last day on which the owners may still decide a plan.</summary>
    public DateOnly? DecideBy(DateOnly openedOn) => DecisionDays is { } days ? After(openedOn, days) : null;

    /// <summary>Last day to pay the fallback amount.</summary>
    public DateOnly? PayBy(DateOnly openedOn) =>
        DecideBy(openedOn) is { } decided && PayDays is { } days ? After(decided, days) : null;

    /// <summary>What lifts the balance to the fallback share, never beyond it; null without such a rule.</summary>
    public Money? FallbackAmount(Money balance, Money initial)
    {
        if (FallbackPercent is not { } percent) return null;
        var missing = new Money(initial.Fen * percent / 100) - balance;
        return missing > Money.Zero ? missing : Money.Zero;
    }

    private static DateOnly After(DateOnly start, int days) =>
        DayPeriod.From(start, Period.Days(days), WorkCalendar.China).LastDay;
}

/// <summary>How much of the owners' common income tops up the maintenance fund (FUND-09).</summary>
/// <param name="Percent">Share of the net income.</param>
/// <param name="Inclusive">True where exactly the share is enough (不低于), false where it must be exceeded (超过).</param>
/// <param name="OnlyBelowPercent">Only while the fund holds less than this share of its initial deposits.</param>
public sealed record CommonIncomePolicy(int Percent, bool Inclusive, int? OnlyBelowPercent)
{
    /// <summary>True when the amount is enough of the net income, or when the rule asks for nothing now.</summary>
    public bool Allows(Money amount, Money netIncome, Money balance, Money initial)
    {
        if (OnlyBelowPercent is { } below && balance.Fen * 100 >= initial.Fen * below) return true;
        var (share, asked) = (amount.Fen * 100, netIncome.Fen * Percent);
        return Inclusive ? share >= asked : share > asked;
    }
}
